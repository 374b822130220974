export { CookieJar, type SignedIn, type SignInRequest, signInAt } from '#examples/demo-world/code-flow.ts';
