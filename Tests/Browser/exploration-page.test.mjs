/** Exploring from the page. */

import assert from 'node:assert/strict';

import { inBrowser, textOf } from './in-browser.mjs';

const open = (scenario, parameters) => `location.hash = '#/scenarios/${scenario}?parameters=' + encodeURIComponent(${JSON.stringify(JSON.stringify(parameters))})`;
const fieldIs = (name, value) => `document.querySelector('#field-parameters-${name}')?.value === '${value}'`;

inBrowser('the page explores a race with three threads, and each end opens its trace', async (page, address) => {
    await page.goTo(address);
    await page.until(`document.querySelector('.catalogue-link')`);
    await page.evaluate(open('race', { threads: 3 }));
    await page.until(fieldIs('threads', 3));
    await page.click('[data-role="explore"]');
    await page.until(`document.querySelector('.verdict[data-verdict="failed"]')`);
    assert.match(await textOf(page, '.exploration .run-sentence'), /Ends listed: 3; wrong ones: 2/);
    assert.match(await page.evaluate('location.hash'), /^#\/explorations\/\w+$/);
    const ends = await page.evaluate(`[...document.querySelectorAll('.outcome-row .outcome-end')].map((cell) => cell.textContent.trim()).sort()`);
    assert.deepEqual(ends, [0, 1, 2].map((value) => `expected = 0 · finalValue = ${value}`));
    const counts = await page.evaluate(`[...document.querySelectorAll('.outcome-row .outcome-executions')].reduce((sum, cell) => sum + parseInt(cell.textContent), 0)`);
    assert.equal(counts, 36, 'as many executions as classes: three factorial, squared');

    // The map has a tile for each end, larger the more executions came to it, and by keyboard it opens the trace.
    await page.until(`document.querySelectorAll('.outcome-map .tile rect').length === 3`);
    const sizes = await page.evaluate(`[...document.querySelectorAll('.outcome-map .tile')].map((tile) => {
        const { width, height } = tile.querySelector('svg').getBoundingClientRect();
        return [parseInt(tile.querySelector('.tile-share').textContent), width * height];
    }).sort(([one], [other]) => one - other)`);
    for (let position = 1; position < sizes.length; position += 1) assert.ok(sizes[position][1] > sizes[position - 1][1] * 0.99, JSON.stringify(sizes));
    const ending = (await page.evaluate(`document.querySelector('[data-role="tile-2"]').getAttribute('aria-label')`)).match(/^correct: .*finalValue = (\d); /)[1];
    await page.evaluate(`document.querySelector('[data-role="tile-2"]').focus()`);
    await page.press('Enter');
    await page.until(`document.querySelector('#run .outcome')?.textContent.endsWith('finalValue${ending}')`);
    assert.ok(await page.evaluate(`document.querySelector('.tile[aria-current="true"]') === document.activeElement`), 'the tile is marked, and keeps the focus');
    await page.evaluate('history.back()');
    await page.until(`document.querySelector('#run') === null`);

    // A wrong end, by its trace, is the one that its row promises.
    const promised = (await textOf(page, '.outcome-row.is-wrong .outcome-end')).match(/finalValue = (\d)/)[1];
    const schedule = await textOf(page, '.outcome-row.is-wrong .outcome-schedule code');
    await page.click('[data-role="outcome-0"]');
    await page.until(`document.querySelector('#run .outcome')`);
    assert.match(await textOf(page, '#run .outcome'), new RegExp(`finalValue${promised}$`));
    assert.equal(await textOf(page, '.run-schedule code'), schedule);
    assert.match(await page.evaluate('location.hash'), /^#\/runs\//);
    assert.ok(await page.evaluate(`document.querySelector('.outcome-row[aria-current="true"]') !== null`), 'the exploration stays, and the row is marked');

    // The nearest run that ends well, from the sentence that says where the two part.
    assert.match(await textOf(page, '.outcome-pass'), /goes wrong at step \d+, by Thread-\d.+would end well with Thread-\d/);
    await page.click('[data-role="pass-0"]');
    await page.until(`/finalValue0$/.test(document.querySelector('#run .outcome')?.textContent ?? '')`);

    // Again by the same schedule: another run, the same end.
    const before = await page.evaluate('location.hash.split("?")[0]');
    await page.click('[data-role="again"]');
    await page.until(`location.hash.split('?')[0] !== ${JSON.stringify(before)}`);
    assert.match(await textOf(page, '#run .outcome'), /finalValue0$/);

    // The link fills the form with engine and schedule.
    await page.click('.run-again a');
    await page.until(`document.querySelector('#field-schedule')?.value.startsWith('1f')`);
    assert.equal(await page.evaluate(`document.querySelector('#field-engine').value`), 'simulation');

    await page.resize(390, 844);
    await page.evaluate('history.go(-2)');
    await page.until(`document.querySelector('#run')`);
    assert.ok(await page.evaluate(`document.documentElement.scrollWidth <= 390`), 'nothing is wider than a phone');
});

inBrowser('a person who is the scheduler leads two threads into a deadlock, and back out of it', async (page, address) => {
    await page.goTo(address);
    await page.until(`document.querySelector('.catalogue-link')`);
    await page.evaluate(open('deadlock', { threads: 2 }));
    await page.until(fieldIs('threads', 2));
    await page.click('[data-role="step"]');
    await page.until(`document.querySelector('.run-summary [data-status="paused"]')`);
    assert.ok(await page.evaluate(`document.querySelector('[data-role="step-back"]').disabled`));
    await page.click('[data-role="step-1"]');
    await page.until(`document.querySelector('.run-schedule code')?.textContent === '1f.1'`);
    await page.click('[data-role="step-2"]');
    await page.until(`document.querySelector('.run-summary [data-status="deadlocked"]')`);
    assert.match(await textOf(page, '.scheduler'), /Nobody can act any more/);

    await page.click('[data-role="step-back"]');
    await page.until(`document.querySelector('.run-schedule code')?.textContent === '1f.1'`);
    await page.click('[data-role="step-1"]');
    await page.until(`document.querySelector('.run-schedule code')?.textContent === '1f.1x2' || document.querySelector('.run-schedule code')?.textContent === '1f.1.1'`);
    assert.match(await textOf(page, '.scheduler'), /cannot yet/, 'whoever wants a lock that is held has to wait');
});

inBrowser('an exploration is stopped from the page, and keeps what it found; a lock is proved', async (page, address) => {
    await page.goTo(address);
    await page.until(`document.querySelector('.catalogue-link')`);
    await page.evaluate(open('race', { threads: 12 }));
    await page.until(fieldIs('threads', 12));
    await page.click('[data-role="explore"]');
    await page.until(`document.querySelectorAll('.outcome-row').length > 0 && document.querySelector('.exploration-bar:not([hidden])')`);
    await page.click('[data-role="stop-exploration"]');
    // The verdict is there from the first wrong end on; the notice only once it has been stopped.
    await page.until(`document.querySelector('.verdict[data-verdict="failed"]') && document.querySelector('.exploration .notice:not([hidden])')`);
    assert.match(await textOf(page, '.exploration .notice'), /stopped before its end/);
    assert.match(await textOf(page, '.exploration .cuts'), /The search was ended before everything had been explored\./);

    // The list of explorations says so too, without being asked.
    await page.until(`document.querySelector('.history-item:has([aria-current="page"]) [data-verdict="failed"]')`);

    // Its link leads back to it. What the service refuses is said where it was chosen.
    await page.send('Page.reload');
    await page.until(`document.querySelector('.exploration .notice:not([hidden])') && document.querySelectorAll('.outcome-row').length > 0`);
    await page.evaluate(`document.querySelector('#field-exploration-strategy').value = 'random', document.querySelector('#field-exploration-preemptionBound').value = '1'`);
    await page.click('[data-role="explore"]');
    await page.until(`/preemptionBound|exhaustive/.test(document.querySelector('#field-exploration-preemptionBound-problem').textContent)`);
    assert.ok(await page.evaluate(`document.querySelector('.explore-settings').open && document.activeElement.id === 'field-exploration-preemptionBound'`));
    page.complaints.splice(0); // the browser logs the refusal, as it should

    await page.evaluate(open('lock', { threads: 2 }));
    await page.until(fieldIs('threads', 2));
    assert.equal(await textOf(page, '.exploration'), '', 'the exploration of another scenario is gone');
    await page.click('[data-role="explore"]');
    await page.until(`document.querySelector('.exploration.tone-good .verdict[data-verdict="proved"]')`);

    // Both are in the history: one is opened again, and then forgotten.
    const link = '.history-link[href^="#/explorations/"]';
    await page.until(`document.querySelectorAll('${link}').length >= 2 && document.querySelector('${link}[aria-current="page"]')`);
    await page.click('.history-item:has([data-verdict="failed"]) a');
    await page.until(`document.querySelector('.exploration .verdict[data-verdict="failed"]') && document.querySelector('.history-item:has([data-verdict="failed"]) [aria-current="page"]')`);
    await page.click('.history-item:has([aria-current="page"]) button');
    await page.until(`document.querySelector('.exploration') === null`);
    await page.evaluate(open('lock', { threads: 2 }));
    await page.until(fieldIs('threads', 2));

    // Durations can be made to count; the exploration and the form both say so afterwards.
    await page.evaluate(`document.querySelector('#field-exploration-time').value = 'virtual'`);
    await page.click('[data-role="explore"]');
    await page.until(`/Timevirtual/.test(document.querySelector('.exploration .facts')?.textContent)`);
    assert.equal(await page.evaluate(`document.querySelector('#field-exploration-time').value`), 'virtual');
});

inBrowser('what is possible is compared with real runs, and chaos can be asked for', async (page, address) => {
    await page.goTo(address);
    await page.until(`document.querySelector('.catalogue-link')`);
    await page.evaluate(open('race', { threads: 2, pauseMs: 0 }));
    await page.until(fieldIs('threads', 2));
    await page.evaluate(`document.querySelector('.explore-settings').open = true, document.querySelector('#field-exploration-compare-runs').value = '100000'`);
    await page.click('[data-role="explore"]');
    await page.until(`/1000/.test(document.querySelector('#field-exploration-compare-runs-problem').textContent)`);
    page.complaints.splice(0); // the browser logs the refusal, as it should
    await page.evaluate(`document.querySelector('#field-exploration-compare-runs').value = '30', document.querySelector('#field-exploration-compare-chaos').checked = true`);
    await page.click('[data-role="explore"]');
    await page.until(`/In 30 runs on threads with chaos/.test(document.querySelector('.comparison')?.textContent ?? '')`);
    assert.equal(await page.evaluate(`getComputedStyle(document.querySelector('th.outcome-realRuns')).display`), 'table-cell');
    const seen = await page.evaluate(`[...document.querySelectorAll('td.outcome-realRuns')].map((cell) => Number(cell.textContent) || 0).reduce((one, other) => one + other)`);
    assert.equal(seen, 30);

    await page.evaluate(`document.querySelector('#field-chaos').checked = true`);
    await page.click('[data-role="run"]');
    await page.until(`/threads with chaos/.test(document.querySelector('.run-summary')?.textContent ?? '')`);
});
