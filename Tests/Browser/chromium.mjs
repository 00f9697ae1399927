/**
 * Headless Chromium, driven by the DevTools protocol over a pipe: messages end with a zero byte, on descriptor 3 to
 * the browser and on 4 from it. A pipe needs neither a WebSocket client, which node 20 lacks, nor a port.
 */

import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string|null} the path of an installed Chromium */
export function findChromium() {
    const candidates = process.env.CHROMIUM
        ? [process.env.CHROMIUM]
        : (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
    return candidates.find(isExecutable) ?? null;
}

function isExecutable(path) {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

export class Chromium {
    #process;
    #profile = mkdtempSync(join(tmpdir(), 'lockstep-browser-'));
    #exited;
    #next = 1;
    #pending = new Map();
    #listeners = [];
    #rest = '';

    constructor(path) {
        this.#process = spawn(path, [
            '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--remote-debugging-pipe',
            `--user-data-dir=${this.#profile}`, '--lang=en', '--accept-lang=en', 'about:blank',
        ], { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
        this.#exited = new Promise((resolve) => { this.#process.once('exit', resolve); });
        this.#exited.then(() => this.#refuseAll());
        this.#process.stdio[3].on('error', () => {});
        this.#process.stdio[4].setEncoding('utf8').on('data', (text) => this.#receive(text));
    }

    /** Opens a tab. @returns {Promise<Page>} */
    async open() {
        const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
        const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
        const page = new Page(this, sessionId);
        await page.begin();
        return page;
    }

    /** @returns {Promise<any>} the answer's result */
    send(method, params = {}, sessionId = undefined) {
        const id = this.#next;
        this.#next += 1;
        return new Promise((resolve, reject) => {
            this.#pending.set(id, { resolve, reject });
            this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
        });
    }

    listen(listener) {
        this.#listeners.push(listener);
    }

    /** Ends the browser, gently and then not, and removes its profile. */
    async close() {
        this.send('Browser.close').catch(() => {});
        const timer = setTimeout(() => this.#process.kill('SIGKILL'), 3_000);
        await this.#exited;
        clearTimeout(timer);
        rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
    }

    #receive(text) {
        const messages = (this.#rest + text).split('\0');
        this.#rest = messages.pop();
        for (const message of messages.map((json) => JSON.parse(json))) {
            const pending = this.#pending.get(message.id);
            if (!pending) {
                this.#listeners.forEach((listener) => listener(message));
                continue;
            }
            this.#pending.delete(message.id);
            if (message.error) pending.reject(new Error(message.error.message));
            else pending.resolve(message.result);
        }
    }

    #refuseAll() {
        for (const { reject } of this.#pending.values()) reject(new Error('Chromium has ended'));
        this.#pending.clear();
    }
}

class Page {
    /** Console errors, exceptions, and what the browser logs itself: failed loads, violations of the CSP. */
    complaints = [];

    constructor(browser, session) {
        this.browser = browser;
        this.session = session;
    }

    async begin() {
        this.browser.listen(({ sessionId, method, params }) => {
            if (sessionId !== this.session) return;
            if (method === 'Runtime.exceptionThrown') this.complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
            if (method === 'Runtime.consoleAPICalled' && ['error', 'assert'].includes(params.type)) this.complaints.push(params.args.map((arg) => arg.value ?? arg.description).join(' '));
            if (method === 'Log.entryAdded' && params.entry.level === 'error') this.complaints.push(`${params.entry.text} ${params.entry.url ?? ''}`);
        });
        for (const domain of ['Runtime', 'Log', 'Page']) await this.send(`${domain}.enable`);
    }

    send(method, params) {
        return this.browser.send(method, params, this.session);
    }

    goTo(url) {
        return this.send('Page.navigate', { url });
    }

    resize(width, height) {
        return this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    }

    /** The value of an expression in the page. */
    async evaluate(expression) {
        const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
    }

    /** Waits until an expression is true in the page. */
    async until(expression, limitMs = 10_000) {
        const end = Date.now() + limitMs;
        while (Date.now() < end) {
            if (await this.evaluate(`Boolean(${expression})`)) return;
            await new Promise((resolve) => { setTimeout(resolve, 40); });
        }
        throw new Error(`not within ${limitMs} ms: ${expression}\n${this.complaints.join('\n')}`);
    }

    /** A click with the mouse in the middle of the element, so that what covers it is noticed. */
    async click(selector) {
        await this.until(`document.querySelector(${JSON.stringify(selector)})`);
        const { x, y } = await this.evaluate(`(() => {
            const node = document.querySelector(${JSON.stringify(selector)});
            node.scrollIntoView({ block: 'center', behavior: 'instant' });
            const box = node.getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        })()`);
        await this.clickAt(x, y);
    }

    async clickAt(x, y) {
        for (const type of ['mousePressed', 'mouseReleased']) {
            await this.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
        }
    }

    async press(key, code = key) {
        const keyCodes = { ArrowLeft: 37, ArrowRight: 39, Home: 36, End: 35 };
        for (const type of ['keyDown', 'keyUp']) {
            await this.send('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode: keyCodes[key] ?? key.charCodeAt(0) });
        }
    }

    async screenshot() {
        const { data } = await this.send('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true });
        return Buffer.from(data, 'base64');
    }
}
