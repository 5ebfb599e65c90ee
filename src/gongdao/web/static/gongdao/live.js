// Asks for news the moment the live room says that the record has grown; where it cannot, the box asks by itself.
for (const box of document.querySelectorAll("[data-live]")) {
  const stream = new EventSource(box.dataset.live);
  const ask = () => window.htmx && window.htmx.trigger(box, "grown");
  stream.addEventListener("open", ask);
  stream.addEventListener("grown", ask);
}
