"""The few lines run inside a page, always in an isolated world: the page's own scripts can neither see nor change them.

They settle the page (lazy pictures, endless animations, cookie banners) and never report what is judged, except
whether a picture decoded, which only the renderer knows.
"""

GUARD = """
for (const name of ['resize', 'scroll', 'orientationchange'])
  for (const target of [window, window.visualViewport].filter(Boolean))
    target.addEventListener(name, event => {
      if (globalThis.gongdaoStill) event.stopImmediatePropagation();
    }, true);
"""
"""Registered before any script of the page, so it hears first: taking a picture beyond the window resizes the view,
and a page that folds its menu on resize would be another page in the picture than in the facts."""

STILL = """
(() => {
  globalThis.gongdaoStill = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`*, *::before, *::after { transition: none !important; animation-duration: 1ms !important;
    animation-delay: 0s !important; animation-iteration-count: 1 !important; caret-color: transparent !important;
    scroll-behavior: auto !important; }`);
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  for (const animation of document.getAnimations()) {
    try {
      const end = animation.effect ? animation.effect.getComputedTiming().endTime : 0;
      if (Number.isFinite(end)) animation.finish(); else animation.cancel();
    } catch (error) { animation.cancel(); }
  }
  for (const film of document.querySelectorAll('video, audio')) { film.pause(); film.currentTime = 0; }
  return roots.length;
})()
"""

BARE = """
(() => {
  const strong = ':not(#\\\\9):not(#\\\\9):not(#\\\\9)';
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`*${strong}, *${strong}::before, *${strong}::after, *${strong}::placeholder, *${strong}::marker {
    -webkit-text-fill-color: transparent !important; -webkit-text-stroke-color: transparent !important;
    text-shadow: none !important; text-decoration-color: transparent !important;
    text-emphasis-color: transparent !important; }
    ::marker { color: transparent !important; }
    svg text${strong}, svg text${strong} * { fill: transparent !important; stroke: transparent !important; }`);
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  globalThis.gongdaoBare = [sheet, roots];
})()
"""

DRESSED = """
(() => {
  const [sheet, roots] = globalThis.gongdaoBare || [null, []];
  for (const root of roots) root.adoptedStyleSheets = root.adoptedStyleSheets.filter(one => one !== sheet);
})()
"""
"""Takes BARE back, for a page that is looked at again."""

FIND = """
(async wanted => {
  const fold = text => (text || '').normalize('NFKC').replace(/\\s+/g, ' ').trim().toLowerCase();
  const words = fold(wanted);
  const pressed = 'a[href], button, summary, label, input, select, [role=button], [role=link], [role=tab], '
    + '[role=menuitem], [role=switch], [role=checkbox], [onclick], [tabindex]';
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
  const shown = element => {
    const style = getComputedStyle(element);
    if (style.visibility !== 'visible' || Number(style.opacity) === 0) return false;
    return [...element.getClientRects()].some(box => box.width >= 1 && box.height >= 1);
  };
  const names = element => {
    const inner = element.querySelector('img[alt], [aria-label], svg title');
    return [element.getAttribute('aria-label'), element.getAttribute('title'), element.getAttribute('alt'),
      inner && (inner.getAttribute('alt') || inner.getAttribute('aria-label') || inner.textContent)];
  };
  let best = null;
  for (const root of roots) for (const element of root.querySelectorAll('*')) {
    if ((element.textContent || '').length > 4 * words.length + 400) continue;
    const press = element.matches(pressed);
    const said = fold(element.localName === 'input' ? element.value : element.innerText);
    let rank = 9;
    if (said === words) rank = press ? 0 : 1;
    else if (press && names(element).some(name => fold(name) === words)) rank = 2;
    else if (said.includes(words)) rank = press ? 3 : 4;
    // Of nested ones that say the same, the innermost comes last and is what a pointer meets.
    const nested = best && best.rank === rank && !press && best.element.contains(element);
    if (rank < 9 && (!best || rank < best.rank || nested) && shown(element)) best = {rank, element};
  }
  if (!best) return null;
  const frame = () => new Promise(done => { requestAnimationFrame(() => done()); setTimeout(done, 250); });
  const boxed = () => [...best.element.getClientRects()].find(box => box.width >= 1 && box.height >= 1);
  let box = boxed();
  if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) {
    best.element.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
    await frame(); await frame();
    box = boxed();
    if (!box) return null;
  }
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  let met = document.elementFromPoint(x, y);
  while (met && met.shadowRoot && met.shadowRoot.elementFromPoint(x, y)
    && met.shadowRoot.elementFromPoint(x, y) !== met) met = met.shadowRoot.elementFromPoint(x, y);
  let reached = false;
  for (let node = met; node; node = node.parentNode || node.host) if (node === best.element) reached = true;
  if (met && met.contains(best.element)) reached = true;
  return {x, y, box: [box.left + scrollX, box.top + scrollY, box.width, box.height].map(Math.round), reached,
    over: reached || !met ? '' : (met.innerText || met.localName).trim().slice(0, 80)};
})
"""
"""A function from words to the thing a person would take them for: something to press that says them, else whatever
says them, else something to press that is called so (`aria-label`, `alt`). Where it is, and whether a pointer there
reaches it; None if nothing of the kind is shown."""

EAGER = """
(() => {
  for (const element of document.querySelectorAll('img[loading], iframe[loading]')) element.loading = 'eager';
  for (const element of document.querySelectorAll('img:not([src])')) {
    const later = element.dataset.src || element.dataset.lazySrc || element.dataset.original;
    if (later) element.src = later;
  }
  const root = document.scrollingElement || document.documentElement;
  return [root.scrollWidth, root.scrollHeight, window.innerWidth, window.innerHeight];
})()
"""

SCROLL_THROUGH = """
(async () => {
  const root = document.scrollingElement || document.documentElement;
  const frame = () => new Promise(done => { requestAnimationFrame(() => done()); setTimeout(done, 120); });
  const step = Math.max(400, Math.floor(window.innerHeight * 0.9));
  for (let y = step, n = 0; y < Math.min(root.scrollHeight, 20000) && n < 40; y += step, n++) {
    window.scrollTo({top: y, behavior: 'instant'});
    // What watches for coming into view is told after the first frame, so one frame is not enough.
    await frame(); await frame();
  }
  window.scrollTo({top: 0, behavior: 'instant'});
  await frame();
  const wait = ms => new Promise(done => setTimeout(done, ms));
  const pending = [...document.images].filter(image => !image.complete)
    .map(image => image.decode().catch(() => null));
  await Promise.race([Promise.all([document.fonts.ready, ...pending]), wait(2000)]);
})()
"""

FRAMES = """
(async () => {
  const frame = () => new Promise(done => { requestAnimationFrame(() => done()); setTimeout(done, 250); });
  window.scrollTo({top: 0, behavior: 'instant'});
  await frame(); await frame();
})()
"""

BANNERS = """
(() => {
  const named = /cookie|consent|gdpr/i;
  const asks = /\\bcookies?\\b|gdpr|consent|隐私政策|Datenschutz/i;
  const agrees = new RegExp('accept|agree|allow|got it|\\\\bok\\\\b|understand|reject|decline|akzept|zustimm|verstanden'
    + '|同意|接受|允许|知道了|拒绝', 'i');
  const hidden = [];
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
  const kinds = 'div, section, aside, dialog, form, footer, p';
  for (const root of roots) for (const element of root.querySelectorAll(kinds)) {
    const style = getComputedStyle(element);
    const floats = style.position === 'fixed' || style.position === 'sticky' || element.matches('dialog[open]');
    const marked = named.test(element.id + ' ' + element.className) || element.getAttribute('role') === 'dialog';
    if (!floats && !(marked && style.position === 'absolute')) continue;
    if (style.display === 'none' || style.visibility === 'hidden') continue;
    const words = (element.innerText || '').trim();
    if (!words || words.length > 1500 || element.querySelector('h1, nav, main, article')) continue;
    if (!asks.test(words) || !agrees.test(words)) continue;
    if (!element.querySelector('button, a, input, [role=button]')) continue;
    hidden.push(words.slice(0, 300));
    element.style.setProperty('display', 'none', 'important');
    for (const other of root.querySelectorAll('[class*=backdrop], [class*=overlay]'))
      if (getComputedStyle(other).position === 'fixed' && !(other.innerText || '').trim())
        other.style.setProperty('display', 'none', 'important');
  }
  return hidden;
})()
"""

BROKEN = """
(() => {
  const found = [], roots = [document];
  for (const root of roots) for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot) roots.push(element.shadowRoot);
    if (element.localName === 'img' && (element.currentSrc || element.src))
      found.push([(element.currentSrc || element.src).slice(0, 300), element.naturalWidth, element.naturalHeight]);
  }
  return found.slice(0, 6000);
})()
"""
