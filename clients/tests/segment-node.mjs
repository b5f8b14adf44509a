// Sends every verb and a run of tracks with Segment's own node client, and prints what it believes was delivered.
import { Analytics } from '@segment/analytics-node';

const [host, writeKey, person, tracks] = process.argv.slice(2);
const analytics = new Analytics({ host, writeKey, maxEventsInBatch: 10, flushInterval: 100, maxRetries: 30 });

const delivered = [];
const failed = [];
const settled = [];
const note = resolve => (error, ctx) => {
  (error ? failed : delivered).push(ctx?.event?.messageId ?? String(error));
  resolve();
};
const send = (verb, message) =>
  settled.push(new Promise(resolve => analytics[verb]({ anonymousId: person, ...message }, note(resolve))));

send('page', { name: 'Home', properties: { url: 'https://shop.example/', path: '/' } });
send('screen', { name: 'Basket' });
for (let i = 0; i < Number(tracks); i++)
  send('track', { event: 'Product Viewed', properties: { product_id: `SKU-${i}`, name: `Shoe ${i}`, category: 'shoes', price: 10 + i } });
send('identify', { userId: `${person}-user`, traits: { email: 'ada@example.com', plan: 'gold' } });
send('group', { userId: `${person}-user`, groupId: `${person}-company`, traits: { name: 'Example Ltd' } });
send('alias', { userId: `${person}-renamed`, previousId: person });

await Promise.all(settled);
await analytics.closeAndFlush();
console.log(JSON.stringify({ delivered, failed }));
