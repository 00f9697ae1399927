/** The page with a run on it: its cycle, cursor, link, languages, history. */

import assert from 'node:assert/strict';

import { inBrowser, textOf } from './in-browser.mjs';

inBrowser('the page runs a deadlock and shows its cycle', async (page, address) => {
    const text = (selector) => textOf(page, selector);
    const sentence = '.inspector-sentence';
    await page.goTo(address);

    // Choose the scenario and run it.
    await page.click('[data-scenario="deadlock"]');
    await page.until(`location.hash === '#/scenarios/deadlock' && document.querySelector('.setup .eyebrow')?.textContent.includes('deadlock')`);
    await page.click('[data-role="run"]');
    await page.until(`document.querySelector('.run-summary [data-status="deadlocked"]')`);

    // The cycle, drawn and in words.
    await page.until(`document.querySelectorAll('.cycle-graph .edge.in-cycle').length >= 2`);
    assert.ok(await page.evaluate(`document.querySelectorAll('.cycle-words li').length`) >= 1);
    assert.match(await text('.cycle-words'), /holds .+ and waits for/);
    assert.notEqual(await text('.watchdog'), '');
    assert.ok(await page.evaluate(`document.querySelectorAll('.lane-head').length`) >= 2);
    assert.ok(await page.evaluate(colours()) > 3, 'the lanes are painted');

    // The cursor stands where the cycle closed, and the graph of that moment has it too.
    await page.until(`document.querySelector('.wait-graph-body .edge.in-cycle')`);
    const closed = await text(sentence);
    await page.press('ArrowLeft');
    await page.until(`document.querySelector('${sentence}').textContent !== ${JSON.stringify(closed)}`);
    await page.until(`document.querySelector('.wait-graph-body .edge.in-cycle') === null`);
    await page.press('ArrowRight');
    await page.until(`document.querySelector('${sentence}').textContent === ${JSON.stringify(closed)}`);

    // The link leads back to run and cursor.
    await page.until(`/^#\\/runs\\/[^?]+\\?event=\\d+/.test(location.hash)`);
    await page.press('Home');
    await page.until(`/event=0$/.test(location.hash)`);
    const first = await text(sentence);
    await page.send('Page.reload');
    await page.until(`document.querySelector('${sentence}')?.textContent === ${JSON.stringify(first)}`);

    // The other language, and back.
    await page.click('[data-role="language"]');
    await page.until(`document.documentElement.lang === 'zh-Hans' && document.querySelector('.run-summary [data-status="deadlocked"]').textContent.includes('死锁')`);
    await page.click('[data-role="language"]');
    await page.until(`document.documentElement.lang === 'en'`);

    // A phone has no sideways scrolling.
    await page.resize(390, 844);
    assert.ok(await page.evaluate(`document.documentElement.scrollWidth <= 390`), 'nothing is wider than a phone');
    await page.resize(1280, 900);

    // The run is in the history and can be forgotten.
    await page.until(`document.querySelector('.history-link[aria-current="page"]')`);
    await page.click('.history-item:has([aria-current="page"]) button');
    await page.until(`location.hash === '#/scenarios/deadlock' && document.querySelector('#run') === null`);
});

/** How many colours the canvas shows, looking at every 97th pixel. */
function colours() {
    return `(() => {
        const canvas = document.querySelector('.lanes-canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set();
        for (let at = 0; at + 2 < data.length; at += 97 * 4) seen.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
        return seen.size;
    })()`;
}
