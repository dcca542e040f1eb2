// @ts-check
/** A card's drawing as a picture of its own: SVG with its colours written out, or PNG. */

const SVG = 'http://www.w3.org/2000/svg';
const MARGIN = 16;
const LINE_HEIGHT = 18;
/** A PNG has this many dots for each of the screen's units, so that it prints sharply. */
const DENSITY = 2;
/** What a stylesheet gives to a shape. */
const SHAPE_STYLES = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
];

/**
 * Saves what an element shows: drawings, coloured boxes and text, as they stand on the page, under what they are of.
 * @param {Element} box
 * @param {string} name of the file, without its ending
 * @param {'svg' | 'png'} kind
 * @param {string[]} heading what is shown, then of which days and sales
 */
export async function savePicture(box, name, kind, heading) {
  const { text, width, height } = pictureOf(box, heading);
  if (kind === 'svg') return save(new Blob([text], { type: 'image/svg+xml' }), `${name}.svg`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * DENSITY;
  canvas.height = height * DENSITY;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => blob && save(blob, `${name}.png`), 'image/png');
}

/**
 * @param {Element} box
 * @param {string[]} heading
 * @returns {{text: string, width: number, height: number}}
 */
function pictureOf(box, heading) {
  const frame = box.getBoundingClientRect();
  const lines = heading.flatMap((text, line) => broken(text, frame.width, fontOf(box, line)));
  const above = lines.length > 0 ? lines.length * LINE_HEIGHT + MARGIN / 2 : 0;
  const origin = { x: frame.left - MARGIN, y: frame.top - MARGIN - above };
  const [width, height] = [Math.ceil(frame.width) + 2 * MARGIN, Math.ceil(frame.height) + 2 * MARGIN + above];
  const picture = shape('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  picture.append(shape('rect', { width, height, fill: colourBehind(box) }));
  for (const [at, { text, font }] of lines.entries()) {
    const written = shape('text', {
      x: MARGIN,
      y: MARGIN + at * LINE_HEIGHT + LINE_HEIGHT / 2,
      'dominant-baseline': 'central',
      fill: getComputedStyle(box).color,
      ...font,
    });
    written.textContent = text;
    picture.append(written);
  }
  draw(box, picture, origin);
  return { text: new XMLSerializer().serializeToString(picture), width, height };
}

/**
 * @param {Element} box
 * @param {number} line of the heading
 */
function fontOf(box, line) {
  return {
    'font-family': getComputedStyle(box).fontFamily,
    'font-size': line === 0 ? '15px' : '13px',
    'font-weight': line === 0 ? '600' : '400',
  };
}

/**
 * A text in lines that are no wider than the picture.
 * @param {string} text
 * @param {number} width
 * @param {ReturnType<typeof fontOf>} font
 */
function broken(text, width, font) {
  const context = document.createElement('canvas').getContext('2d');
  if (context) context.font = `${font['font-weight']} ${font['font-size']} ${font['font-family']}`;
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    const fits = lines.length > 0 && (context?.measureText(longer).width ?? 0) <= width;
    if (fits) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => ({ text: line, font }));
}

/**
 * Draws an element and all that it holds.
 * @param {Element} element
 * @param {Element} picture
 * @param {{x: number, y: number}} origin
 */
function draw(element, picture, origin) {
  const style = getComputedStyle(element);
  const place = element.getBoundingClientRect();
  const isUnseen = style.display === 'none' || style.visibility === 'hidden' || element.classList.contains('unseen');
  if (isUnseen || (place.width === 0 && place.height === 0)) return;
  if (element instanceof SVGSVGElement) return void picture.append(copyOf(element, place, origin));
  if (style.backgroundColor !== 'rgba(0, 0, 0, 0)') {
    picture.append(
      shape('rect', {
        x: place.left - origin.x,
        y: place.top - origin.y,
        width: place.width,
        height: place.height,
        rx: Math.min(parseFloat(style.borderTopLeftRadius) || 0, place.height / 2),
        fill: style.backgroundColor,
        opacity: style.opacity,
      }),
    );
  }
  drawBorder(style, place, picture, origin);
  for (const child of element.childNodes) {
    if (child instanceof Element) draw(child, picture, origin);
    else if (child instanceof Text) writeText(child, style, picture, origin);
  }
}

/**
 * A border all around, or the lines at the left and at the right.
 * @param {CSSStyleDeclaration} style
 * @param {DOMRect} place
 * @param {Element} picture
 * @param {{x: number, y: number}} origin
 */
function drawBorder(style, place, picture, origin) {
  const [left, right, top] = [style.borderLeftWidth, style.borderRightWidth, style.borderTopWidth].map((width) =>
    parseFloat(width),
  );
  const [x, y] = [place.left - origin.x, place.top - origin.y];
  /** @param {number} width @param {string} colour @param {string} kind */
  const stroke = (width, colour, kind) => ({
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    'stroke-dasharray': kind === 'dashed' ? '3 2' : 'none',
  });
  if (left && right && top) {
    const radius = parseFloat(style.borderTopLeftRadius) || 0;
    // A radius in percent is that of a circle.
    const rx = style.borderTopLeftRadius.endsWith('%') ? place.height / 2 : Math.min(radius, place.height / 2);
    const box = { x: x + left / 2, y: y + left / 2, width: place.width - left, height: place.height - left, rx };
    return void picture.append(shape('rect', { ...box, ...stroke(left, style.borderLeftColor, style.borderLeftStyle) }));
  }
  /** @param {number} at @param {ReturnType<typeof stroke>} drawn */
  const line = (at, drawn) => picture.append(shape('line', { x1: at, x2: at, y1: y, y2: y + place.height, ...drawn }));
  if (left) line(x + left / 2, stroke(left, style.borderLeftColor, style.borderLeftStyle));
  if (right) line(x + place.width - right / 2, stroke(right, style.borderRightColor, style.borderRightStyle));
}

/**
 * A drawing with the styles that the page gives it written onto its shapes.
 * @param {SVGSVGElement} drawing
 * @param {DOMRect} place
 * @param {{x: number, y: number}} origin
 */
function copyOf(drawing, place, origin) {
  const copy = /** @type {SVGSVGElement} */ (drawing.cloneNode(true));
  const copies = copy.querySelectorAll('*');
  drawing.querySelectorAll('*').forEach((original, index) => {
    const computed = getComputedStyle(original);
    const target = copies[index];
    target?.removeAttribute('style');
    target?.removeAttribute('class');
    for (const name of SHAPE_STYLES) target?.setAttribute(name, computed.getPropertyValue(name));
  });
  copy.removeAttribute('style');
  copy.removeAttribute('class');
  const at = { x: place.left - origin.x, y: place.top - origin.y, width: place.width, height: place.height };
  for (const [name, value] of Object.entries(at)) copy.setAttribute(name, String(value));
  return copy;
}

/**
 * A text, line by line as the page broke it.
 * @param {Text} node
 * @param {CSSStyleDeclaration} style
 * @param {Element} picture
 * @param {{x: number, y: number}} origin
 */
function writeText(node, style, picture, origin) {
  const cut = style.textOverflow === 'ellipsis' && style.overflowX === 'hidden';
  const right = cut ? (node.parentElement?.getBoundingClientRect().right ?? Infinity) : Infinity;
  for (const { text, place } of linesOf(node, right)) {
    const line = shape('text', {
      x: place.left - origin.x,
      y: place.top - origin.y + place.height / 2,
      'dominant-baseline': 'central',
      // A space at the start has its place.
      'xml:space': 'preserve',
      fill: style.color,
      'font-family': style.fontFamily,
      'font-size': style.fontSize,
      'font-weight': style.fontWeight,
      opacity: style.opacity,
    });
    line.textContent = text;
    picture.append(line);
  }
}

/**
 * @param {Text} node
 * @param {number} right where the page cuts it off
 * @returns {{text: string, place: DOMRect}[]}
 */
function linesOf(node, right) {
  /** @type {{text: string, place: DOMRect}[]} */
  const lines = [];
  const range = document.createRange();
  for (let at = 0; at < node.data.length; at += 1) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const place = range.getBoundingClientRect();
    if (place.width === 0) continue;
    const line = lines.at(-1);
    if (line && place.right > right) {
      line.text = `${line.text.slice(0, -1)}…`;
      break;
    }
    if (line && Math.abs(line.place.top - place.top) < place.height / 2) line.text += node.data[at];
    else lines.push({ text: node.data[at] ?? '', place });
  }
  return lines.filter(({ text }) => text.trim() !== '');
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 */
function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (name !== 'xmlns') made.setAttribute(name, String(value));
  return made;
}

/** @param {Element} element */
function colourBehind(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== 'rgba(0, 0, 0, 0)') return colour;
  }
  return '#ffffff';
}

/**
 * @param {Blob} content
 * @param {string} name
 */
function save(content, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
