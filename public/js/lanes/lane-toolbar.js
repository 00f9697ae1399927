/** Zoom, axis and step buttons of the lanes. */

import { element } from '../dom/element.js';
import { say } from '../language/language.js';
import { hasEnded } from '../model/run.js';

const PLAY_EVERY_MS = 350;

/** @param {import('../run/session.js').Session} session */
export function laneToolbar(session) {
    const button = (key, text, act) => element('button', {
        type: 'button', class: 'icon-button', text, title: say(key), 'aria-label': say(key), on: { click: act },
    });
    const axes = ['time', 'order'].map((kind) => element('button', {
        type: 'button', class: 'segment-button', text: say(`axis.${kind}`), title: say(`axis.${kind}.help`), data: { axis: kind },
        on: { click: () => session.useAxis(kind) },
    }));
    // A run that goes on has no past and future yet: the service computes them of its whole trace.
    const cone = hasEnded(session.model.run.status) ? element('button', {
        type: 'button', class: 'segment-button', text: say('cone.title'), title: say('cone.help'), data: { role: 'cone' },
        on: { click: () => session.coneFollower.toggle() },
    }) : null;
    const play = button('step.play', '▶', togglePlay);
    let playing = null;

    function togglePlay() {
        if (playing !== null) {
            stop();
            return;
        }
        if (session.cursor >= session.model.events.length - 1) session.moveTo(0);
        playing = setInterval(() => {
            const isOver = !root.isConnected || session.cursor >= session.model.events.length - 1;
            if (isOver) stop();
            else session.step(1);
        }, PLAY_EVERY_MS);
        play.setAttribute('aria-pressed', 'true');
        play.textContent = '❚❚';
    }

    function stop() {
        clearInterval(playing);
        playing = null;
        play.setAttribute('aria-pressed', 'false');
        play.textContent = '▶';
    }

    function show() {
        cone?.setAttribute('aria-pressed', String(session.coneFollower.isOn));
        axes.forEach((axis) => axis.setAttribute('aria-pressed', String(axis.dataset.axis === session.axis.kind)));
    }

    const root = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': say('lanes.toolbar') },
        element('div', { class: 'button-group' },
            button('step.first', '⇤', () => session.moveTo(0)),
            button('step.back', '←', () => session.step(-1)),
            play,
            button('step.forward', '→', () => session.step(1)),
            button('step.last', '⇥', () => session.moveTo(session.model.events.length - 1))),
        element('div', { class: 'button-group' },
            button('zoom.in', '+', () => session.zoomBy(0.6)),
            button('zoom.out', '−', () => session.zoomBy(1 / 0.6)),
            element('button', { type: 'button', class: 'segment-button', text: say('zoom.all'), on: { click: () => session.showAll() } })),
        element('div', { class: 'button-group', role: 'group', 'aria-label': say('axis.title') }, axes),
        cone);
    session.subscribe((changed) => {
        if (changed.has('axis') || changed.has('overlay')) show();
    });
    show();
    return root;
}
