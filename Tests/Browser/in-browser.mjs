/**
 * Tests of the page in a real browser, against a running service: LOCKSTEP_URL says where. Without the address, or
 * without Chromium, they are skipped; LOCKSTEP_REQUIRE_BROWSER=1 turns that into a failure.
 */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import test from 'node:test';

import { Chromium, findChromium } from './chromium.mjs';

const address = process.env.LOCKSTEP_URL;
const chromium = findChromium();
const missing = !address ? 'LOCKSTEP_URL is not set' : chromium === null ? 'Chromium is not installed' : null;
const isRequired = process.env.LOCKSTEP_REQUIRE_BROWSER === '1';

/** @param {(page: any, address: string) => Promise<void>} visit what is done with the page, in a browser of its own */
export function inBrowser(name, visit) {
    test(name, { skip: isRequired || missing === null ? false : missing, timeout: 90_000 }, async () => {
        assert.equal(missing, null);
        const browser = new Chromium(chromium);
        const page = await browser.open();
        try {
            await page.resize(1280, 900);
            await visit(page, address);
            assert.deepEqual(page.complaints, [], 'no error, no failed load, no violation of the Content-Security-Policy');
        } catch (error) {
            if (process.env.LOCKSTEP_SCREENSHOT) writeFileSync(process.env.LOCKSTEP_SCREENSHOT, await page.screenshot());
            throw error;
        } finally {
            await browser.close();
        }
    });
}

/** Asks for the text of an element; nothing if there is none. */
export function textOf(page, selector) {
    return page.evaluate(`document.querySelector(${JSON.stringify(selector)})?.textContent ?? ''`);
}
