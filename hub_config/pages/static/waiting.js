// While a server starts: the bar follows the hub's own progress, and the page moves on when the server is ready.
const page = document.querySelector("main");
const bar = page.querySelector(".opening i");
const progress = new EventSource(page.dataset.progress);

progress.onmessage = (message) => {
  const event = JSON.parse(message.data);
  bar.style.width = `${Math.max(8, event.progress ?? 8)}%`;
  if (!event.ready && !event.failed) return;
  progress.close();
  location.reload();
};
