/** The ends that an exploration found as a map: a tile each, by its share of the executions; a tile opens its trace. */

import { element, replaceContent, svgElement } from '../dom/element.js';
import { onNextFrame } from '../dom/frame.js';
import { keepFocus } from '../dom/keep-focus.js';
import { say } from '../language/language.js';
import { endText, inOrderOfInterest } from '../model/exploration.js';
import { kindOfEnd, tellingTexts, tilesOf } from '../model/outcome-map.js';
import { countText, shareText } from './numbers.js';

/** The table below has them all. */
const MOST_TILES = 60;
const GAP = 2;
const SYMBOLS = { correct: '✓', wrong: '✕', deadlock: '⟳', unknown: '?' };

/** @param {{onOpen: (schedule: string) => void, current: string|null}} given `current`: the schedule of the run on screen */
export function outcomeMap({ onOpen, current }) {
    const map = svgElement('svg', { class: 'outcome-map', role: 'group', 'aria-label': say('exploration.map') });
    const legend = element('ul', { class: 'legend', 'aria-hidden': 'true' });
    const more = element('p', { class: 'quiet', hidden: true });
    const root = element('div', { class: 'outcome-map-place', hidden: true }, map, legend, more);
    let shown = '';
    /** @type {ReturnType<typeof makeTile>[]} */
    let tiles = [];
    let counts = [];

    // As in the table: a tile that is being clicked stays the same node while its numbers change.
    function update(exploration) {
        const all = inOrderOfInterest(exploration);
        const outcomes = all.slice(0, MOST_TILES);
        const key = JSON.stringify(outcomes.map(({ executions, realRuns, ...others }) => others));
        if (key !== shown) {
            shown = key;
            const texts = tellingTexts(outcomes);
            tiles = outcomes.map((outcome, position) => makeTile(outcome, position, { text: texts[position], onOpen, current }));
            keepFocus(() => replaceContent(map, tiles.map((tile) => tile.root)));
            const kinds = new Set(outcomes.map(kindOfEnd));
            replaceContent(legend, [...kinds].map((kind) => element('li', {},
                element('span', { class: `swatch tile-swatch-${kind}` }), `${SYMBOLS[kind]} ${say(`end.${kind}`)}`)));
        }
        counts = outcomes.map((outcome) => outcome.executions);
        outcomes.forEach((outcome, position) => tiles[position].tell(outcome.executions, exploration.executions));
        root.hidden = outcomes.length === 0;
        more.hidden = all.length === outcomes.length;
        more.textContent = say('exploration.mapMore', { count: all.length - outcomes.length });
        place();
    }

    function place() {
        const width = root.clientWidth;
        if (width === 0 || tiles.length === 0) return;
        const height = heightFor(tiles.length);
        map.setAttribute('width', width);
        map.setAttribute('height', height);
        tilesOf(counts, width, height).forEach((tile, position) => tiles[position].place(tile));
    }

    // Placing changes the height, which an observer must not do while it is told of one.
    new ResizeObserver(() => onNextFrame(place)).observe(root);
    return { root, update };
}

function heightFor(count) {
    return count === 1 ? 56 : count <= 4 ? 120 : count <= 20 ? 180 : 280;
}

function makeTile(outcome, position, { text, onOpen, current }) {
    const kind = kindOfEnd(outcome);
    const ground = svgElement('rect', { x: GAP / 2, y: GAP / 2, rx: 4 });
    const name = svgElement('text', { class: 'tile-name', x: 9, y: 19, text: `${SYMBOLS[kind]} ${text || say(`status.${outcome.status}`)}` });
    const share = svgElement('text', { class: 'tile-share', x: 9, y: 37 });
    const tooltip = svgElement('title');
    // An inner picture cuts off what does not fit; an inner group would not.
    const picture = svgElement('svg', {}, ground, name, share);
    const root = svgElement('g', {
        class: `tile tile-${kind}`, role: 'button', tabindex: 0, 'aria-current': outcome.schedule === current ? 'true' : null,
        data: { role: `tile-${position}` }, on: { click: open, keydown },
    }, tooltip, picture);

    function open() {
        onOpen(outcome.schedule);
    }

    function keydown(event) {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        open();
    }

    return {
        root,
        tell(executions, all) {
            share.textContent = `${countText(executions)} · ${shareText(executions / all)}`;
            const words = say('exploration.tile', {
                judgement: say(`end.${kind}`), end: endText(outcome) || say(`status.${outcome.status}`), executions: countText(executions), share: shareText(executions / all),
            });
            tooltip.textContent = words;
            root.setAttribute('aria-label', words);
        },
        place({ x, y, width, height }) {
            for (const [key, value] of Object.entries({ x, y, width, height })) picture.setAttribute(key, value);
            ground.setAttribute('width', Math.max(1, width - GAP));
            ground.setAttribute('height', Math.max(1, height - GAP));
            name.classList.toggle('is-hidden', width < 24 || height < 24);
            share.classList.toggle('is-hidden', width < 60 || height < 44);
        },
    };
}
