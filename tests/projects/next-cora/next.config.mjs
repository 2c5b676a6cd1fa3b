// As `create-next-app` writes it: with cache components.
export default { cacheComponents: true };
