// Sends every verb and a run of tracks with RudderStack's own node client (gzip, as it does), and prints what it believes was delivered.
import RudderAnalytics from '@rudderstack/rudder-sdk-node';

const [dataPlaneUrl, writeKey, person, tracks] = process.argv.slice(2);
const failed = [];
const analytics = new RudderAnalytics(writeKey, {
  dataPlaneUrl,
  flushAt: 10,
  flushInterval: 100,
  retryCount: 30,
  axiosRetryConfig: { retryDelay: () => 100 },
  logLevel: 'none',
  errorHandler: error => failed.push(String(error)),
});

const delivered = [];
const settled = [];
const send = (verb, message) => {
  const messageId = `${person}-${settled.length}`;
  settled.push(new Promise(resolve =>
    analytics[verb]({ anonymousId: person, messageId, ...message }, error => {
      (error ? failed : delivered).push(messageId);
      resolve();
    })));
};

send('page', { name: 'Home', properties: { url: 'https://shop.example/', path: '/' } });
send('screen', { name: 'Basket' });
for (let i = 0; i < Number(tracks); i++)
  send('track', { event: 'Product Viewed', properties: { product_id: `SKU-${i}`, name: `Shoe ${i}`, category: 'shoes', price: 10 + i } });
send('identify', { userId: `${person}-user`, traits: { email: 'ada@example.com', plan: 'gold' } });
send('group', { userId: `${person}-user`, groupId: `${person}-company`, traits: { name: 'Example Ltd' } });
send('alias', { userId: `${person}-renamed`, previousId: person });

const everything = Promise.all(settled);
let done = false;
everything.then(() => { done = true; });
while (!done) {
  await analytics.flush().catch(error => failed.push(String(error)));
  await new Promise(resolve => setImmediate(resolve));
}
console.log(JSON.stringify({ delivered, failed }));
process.exit(0);
