// What a shop's page does with Segment's own browser client: settings from the server, then every verb.
window.visit = async ({ server, writeKey, tracks, batching }) => {
  const [analytics] = await window.AnalyticsNext.AnalyticsBrowser.load(
    { writeKey, cdnURL: server },
    batching ? { integrations: { 'Segment.io': { deliveryStrategy: { strategy: 'batching', config: { size: 5, timeout: 200 } } } } } : {});

  const anonymousId = analytics.user().anonymousId();
  const sent = [];
  const call = async promise => sent.push((await promise).event.messageId);
  await call(analytics.page('Home'));
  for (let i = 0; i < tracks; i++)
    await call(analytics.track('Product Viewed', { product_id: `SKU-${i}`, name: `Shoe ${i}`, category: 'shoes', price: 10 + i }));
  await call(analytics.screen('Basket'));
  await call(analytics.identify(`${anonymousId}-user`, { plan: 'gold' }));
  await call(analytics.group(`${anonymousId}-company`, { name: 'Example Ltd' }));
  await call(analytics.alias(`${anonymousId}-renamed`, anonymousId));
  return { anonymousId, sent };
};
