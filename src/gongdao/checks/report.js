// Moves the slider between the two pictures. Without it the window can still be dragged by its corner.
for (const slide of document.querySelectorAll('.slide')) {
  const range = slide.querySelector('input[type=range]');
  const view = slide.querySelector('.window');
  const stack = slide.querySelector('.stack');
  range.hidden = false;
  view.classList.add('driven');
  const move = () => { view.style.width = range.value + '%'; };
  range.addEventListener('input', move);
  stack.addEventListener('pointermove', event => {
    if (!event.buttons) return;
    const box = stack.getBoundingClientRect();
    range.value = Math.round(100 * (event.clientX - box.left) / box.width);
    move();
  });
  move();
}
