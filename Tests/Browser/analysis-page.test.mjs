/** What the analyses say of a run, on the page. */

import assert from 'node:assert/strict';

import { inBrowser, textOf } from './in-browser.mjs';

inBrowser('the events of a finding are selected, and the analysis tells where the time went', async (page, address) => {
    await page.goTo(`${address}#/scenarios/deadlock?engine=simulation&seed=1`);
    await page.until(`document.querySelector('#field-engine')?.value === 'simulation'`);
    await page.click('[data-role="run"]');
    await page.until(`document.querySelector('.run-summary [data-status="deadlocked"]')`);

    // A finding's events, in the table and under the cursor; and back.
    const all = await textOf(page, '.events .panel-head .quiet');
    await page.click('[data-role="mark-0"]');
    await page.until(`document.querySelector('[data-role="mark-0"]').getAttribute('aria-pressed') === 'true'`);
    const named = await page.evaluate(`document.querySelectorAll('.finding-events .link-button').length`);
    assert.ok(named >= 2);
    await page.until(`document.querySelectorAll('.event-rows .event-row').length === ${named}`);
    assert.match(await textOf(page, '.events .panel-head .quiet'), new RegExp(`^${named} of ${all}`));
    await page.until(`/finding=0$/.test(location.hash)`);
    await page.send('Page.reload');
    await page.until(`document.querySelector('[data-role="mark-0"]')?.getAttribute('aria-pressed') === 'true' && document.querySelectorAll('.event-rows .event-row').length === ${named}`);
    await page.click('[data-role="mark-0"]');
    await page.until(`document.querySelector('.events .panel-head .quiet').textContent === ${JSON.stringify(all)}`);

    // The analysis has been asked for, for the arrows, and is not when it is opened.
    const asked = `performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('/analysis')).length`;
    await page.until(`(${asked}) === 1`);
    const before = await page.evaluate(pixelsOfPath());
    assert.equal(before, 0);
    await page.click('[data-role="analysis"]');
    await page.until(`document.querySelectorAll('.path-list li').length > 2`);
    await page.until(`(${pixelsOfPath()}) > 20`);
    assert.match(await textOf(page, '.path-list'), /slept for/);
    const rows = await page.evaluate(`[...document.querySelectorAll('.analysis table')].map((table) => table.querySelectorAll('tbody tr').length)`);
    assert.deepEqual(rows, [3, 3], 'three threads; two locks, and the thread that was to be joined');
    await page.click('.path-list li:nth-child(2) button');
    await page.until(`/Thread|Worker/.test(document.querySelector('.inspector-sentence').textContent)`);

    // Built anew in the other language it is still open, without asking again.
    await page.click('[data-role="language"]');
    await page.until(`document.querySelector('.analysis')?.open && document.querySelector('.path-list')?.textContent.includes('睡眠')`);
    assert.equal(await page.evaluate(asked), 1);
    await page.click('[data-role="analysis"]');
    await page.until(`(${pixelsOfPath()}) === 0`);

    await page.resize(390, 844);
    await page.click('[data-role="analysis"]');
    await page.until(`document.querySelector('.path-list')`);
    assert.ok(await page.evaluate(`document.documentElement.scrollWidth <= 390`), 'nothing is wider than a phone');
});

inBrowser('the past and future of an event stand out, and follow the cursor', async (page, address) => {
    await page.goTo(`${address}#/scenarios/deadlock?engine=simulation&seed=1`);
    await page.until(`document.querySelector('#field-engine')?.value === 'simulation'`);
    await page.click('[data-role="run"]');
    await page.until(`document.querySelector('.run-summary [data-status="deadlocked"]')`);
    await page.press('Home');
    await page.click('[data-role="cone"]');
    await page.until(`/^Led to it: 0 events · follow from it: \\d+ · neither: 0$/.test(document.querySelector('.inspector-cone')?.textContent)`);
    assert.equal(await page.evaluate(`document.querySelectorAll('.event-row.is-outside').length`), 0, 'everything follows from the first event');

    // At a later event of a thread, what another did meanwhile is outside, and the counts say how much.
    await page.evaluate(`document.querySelectorAll('.event-rows .event-row')[4].click()`);
    await page.until(`/neither: [1-9]/.test(document.querySelector('.inspector-cone')?.textContent)`);
    const outside = Number((await textOf(page, '.inspector-cone')).match(/neither: (\d+)/)[1]);
    await page.evaluate(`document.querySelector('.event-scroller').style.height = '900px'`);
    await page.until(`document.querySelectorAll('.event-row.is-outside').length === ${outside}`);

    await page.press('c', 'KeyC');
    await page.until(`document.querySelector('.event-row.is-outside') === null && document.querySelector('.inspector-cone') === null`);
    assert.equal(await page.evaluate(`document.querySelector('[data-role="cone"]').getAttribute('aria-pressed')`), 'false');
});

inBrowser('an analysis that cannot be had is said so, and asked for again', async (page, address) => {
    await page.goTo(`${address}#/scenarios/deadlock?engine=simulation&seed=1`);
    await page.until(`document.querySelector('#field-engine')?.value === 'simulation'`);
    await page.evaluate(`globalThis.fetch = new Proxy(fetch, { apply: (target, self, given) => String(given[0]).includes('/analysis') && !globalThis.isBack ? Promise.reject(new TypeError('offline')) : Reflect.apply(target, self, given) }), true`);
    await page.click('[data-role="run"]');
    await page.until(`document.querySelector('.run-summary [data-status="deadlocked"]')`);
    await page.click('[data-role="analysis"]');
    await page.until(`/could not be had: .*does not answer/.test(document.querySelector('.analysis .notice')?.textContent)`);
    await page.click('[data-role="cone"]');
    await page.until(`/could not be had: .*does not answer/.test(document.querySelector('.inspector-causes').textContent)`);
    await page.click('[data-role="analysis"]');
    await page.click('[data-role="cone"]');
    await page.evaluate('globalThis.isBack = true');
    await page.click('[data-role="analysis"]');
    await page.until(`document.querySelectorAll('.path-list li').length > 2`);
    await page.click('[data-role="cone"]');
    await page.until(`document.querySelector('.inspector-cone')`);
});

inBrowser('an event says who made it possible, once the service has said so, and leads there', async (page, address) => {
    await page.goTo(`${address}#/scenarios/deadlock?engine=simulation&seed=1`);
    await page.until(`document.querySelector('#field-engine')?.value === 'simulation'`);
    await page.evaluate(`globalThis.fetch = new Proxy(fetch, { apply: (target, self, given) => String(given[0]).includes('/analysis') ? new Promise((resolve) => { globalThis.answer = () => resolve(Reflect.apply(target, self, given)); }) : Reflect.apply(target, self, given) }), true`);
    await page.click('[data-role="run"]');
    await page.until(`document.querySelector('.run-summary [data-status="deadlocked"]') && globalThis.answer`);
    await page.until(`document.querySelectorAll('.event-rows .event-row').length > 1`); // drawn with the next frame
    await page.evaluate(`document.querySelectorAll('.event-rows .event-row')[1].click()`);
    await page.until(`/starts/.test(document.querySelector('.inspector-sentence').textContent)`);
    assert.equal(await textOf(page, '.inspector-causes'), '', 'nobody knows yet');
    await page.evaluate('globalThis.answer(), true');
    await page.until(`/Made possible by #0 /.test(document.querySelector('.inspector-causes').textContent)`);
    await page.click('.inspector-causes .link-button');
    await page.until(`/^#0$|#0 /.test(document.querySelector('.inspector-facts').textContent) && /Made possible|made possible/i.test(document.querySelector('.inspector-causes').textContent)`);
});

/** How many pixels of the lanes have the colour of the critical path. */
function pixelsOfPath() {
    return `(() => {
        const colour = getComputedStyle(document.documentElement).getPropertyValue('--path').trim();
        const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
        const canvas = document.querySelector('.lanes-canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let at = 0; at + 2 < data.length; at += 4) count += wanted.every((value, offset) => data[at + offset] === value) ? 1 : 0;
        return count;
    })()`;
}
