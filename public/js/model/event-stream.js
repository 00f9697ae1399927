/**
 * Reads Server-Sent Events from pieces of text as they come. A browser's own reader shows no token, so a service that
 * wants one has to be read with an ordinary request.
 */
export class EventStreamReader {
    #rest = '';

    /** @param {string} piece @returns {{name: string, data: string}[]} the events that are whole with it */
    read(piece) {
        const blocks = (this.#rest + piece).split(/\r?\n\r?\n/);
        this.#rest = blocks.pop();
        return blocks.map(eventOf).filter((event) => event.data !== '');
    }
}

function eventOf(block) {
    const event = { name: 'message', data: [] };
    for (const line of block.split(/\r?\n/)) {
        const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
        if (field === 'event') event.name = value;
        if (field === 'data') event.data.push(value);
    }
    return { name: event.name, data: event.data.join('\n') };
}
