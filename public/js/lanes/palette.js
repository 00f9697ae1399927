/**
 * The colours of a run. They are written once, in the style sheets, and read from there, so that canvas and page
 * agree in light and dark. An object keeps its colour everywhere: the hatching of a thread that waits for it, the
 * bar of one that holds it, its row in the tables.
 */

export const OBJECT_COLOURS = 8;

/** Which of the colours an object has. Kinds that are never held or fought over do not use them up. */
export function colourNumbers(model) {
    const numbers = new Map();
    const inOrder = [...model.objects].sort((left, right) => Number(left.kind === 'thread') - Number(right.kind === 'thread'));
    inOrder.forEach((object, position) => numbers.set(object.id, position % OBJECT_COLOURS));
    return numbers;
}

/** @returns {Record<string, string> & {objects: string[]}} */
export function readPalette() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(`--${name}`).trim();
    return {
        surface: read('surface'), ink: read('ink'), muted: read('muted'), line: read('line'), accent: read('accent'),
        danger: read('danger'), running: read('running'), sleeping: read('sleeping'), selected: read('selected'),
        stripe: read('stripe'), path: read('path'), mark: read('mark'), onRunning: read('on-running'),
        objects: Array.from({ length: OBJECT_COLOURS }, (_, number) => read(`object-${number}`)),
        font: style.getPropertyValue('--font-text').trim() || 'sans-serif',
    };
}

/** Diagonal hatching in a colour: waiting is told from running without colour. */
export function hatching(context, colour) {
    const tile = document.createElement('canvas');
    tile.width = 7;
    tile.height = 7;
    const pen = tile.getContext('2d');
    pen.strokeStyle = colour;
    pen.lineWidth = 1.6;
    pen.lineCap = 'square';
    pen.beginPath();
    // The corners are drawn twice so that the lines join from tile to tile.
    for (const shift of [-7, 0, 7]) {
        pen.moveTo(shift, 7);
        pen.lineTo(shift + 7, 0);
    }
    pen.stroke();
    return context.createPattern(tile, 'repeat');
}
