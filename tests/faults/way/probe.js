// Tells the test each sentence of the status line at the moment when it is shown, with the words that stand on the page then.
(() => {
  let shown = null;
  const words = () => {
    const paper = document.querySelector("[contenteditable].prose");
    return paper ? [...paper.children].map((block) => block.textContent).join("\n") : null;
  };
  const look = () => {
    const status = document.querySelector(".status [role=status]")?.textContent ?? null;
    if (status === shown) return;
    shown = status;
    window.statusShown?.(status, words(), Date.now() / 1000);
  };
  const options = { childList: true, characterData: true, subtree: true };
  const watch = () => new MutationObserver(look).observe(document.documentElement, options);
  if (document.documentElement) watch();
  else addEventListener("DOMContentLoaded", watch);
})();
