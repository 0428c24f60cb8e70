// A service worker, where the address is a safe one (https): gives a pupil the page that his tablet kept while the class is away.
// The page keeps itself (widgets/js/core/page_keeper.ts), and leaving the class throws it away.
const PATIENCE = 8000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate" && isPage(event.request.url)) event.respondWith(open(event.request));
});

const isPage = (url) => new URL(url).pathname === new URL(self.registration.scope).pathname;

/** The class's page; the kept one when the class does not answer in time, or with a trouble of its own. */
async function open(request) {
  const kept = await caches.match(self.registration.scope);
  const asked = fetch(request);
  if (!kept) return asked;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, null));
  const answer = await Promise.race([asked.catch(() => null), late]);
  return answer && answer.status < 500 ? answer : kept;
}
