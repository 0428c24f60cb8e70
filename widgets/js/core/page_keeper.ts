/** Keeps the pupil's page itself on the tablet, where the browser allows it (https): it then opens while the class is away. */

const SCRIPT = "/hub/class/page_keeper.js";
const KEPT = "ecritoire-page";

/** Keeps the page as it is now, before anything is drawn on it, under the rules (`policy`) that it came with. */
export async function keepPage(policy: string): Promise<void> {
  if (!navigator.serviceWorker) return;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
  const page = new Response(`<!DOCTYPE html>${document.documentElement.outerHTML}`, { headers });
  const scope = location.pathname;
  await (await caches.open(KEPT)).put(scope, page);
  await navigator.serviceWorker.register(SCRIPT, { scope });
}

/** Tablets are shared: the page of whoever leaves goes too. */
export async function forgetPage(): Promise<void> {
  if (!navigator.serviceWorker) return;
  await caches.delete(KEPT);
  for (const keeper of await navigator.serviceWorker.getRegistrations()) await keeper.unregister();
}
