// Moves the line between the two pictures. Without it the upper picture can still be drawn wider by its corner.
for (const slide of document.querySelectorAll('.slide')) {
  const range = slide.querySelector('input[type=range]');
  const view = slide.querySelector('.window');
  const stack = slide.querySelector('.stack');
  range.hidden = false;
  view.classList.add('driven');
  const move = () => { view.style.width = range.value + '%'; };
  const follow = event => {
    const box = stack.getBoundingClientRect();
    range.value = Math.round(100 * (event.clientX - box.left) / box.width);
    move();
  };
  range.addEventListener('input', move);
  stack.addEventListener('pointerdown', event => {
    if (event.button) return;
    event.preventDefault();
    stack.setPointerCapture(event.pointerId);
    range.focus({ preventScroll: true });
    follow(event);
  });
  stack.addEventListener('pointermove', event => { if (event.buttons & 1) follow(event); });
  move();
}
