/** What the browser remembers of the page; a browser that remembers nothing (private windows) is no error. */

export function remembered(name) {
    try {
        return localStorage.getItem(`lockstep.${name}`);
    } catch {
        return null;
    }
}

export function remember(name, value) {
    try {
        if (value === null) localStorage.removeItem(`lockstep.${name}`);
        else localStorage.setItem(`lockstep.${name}`, value);
    } catch {
        // The choice then lasts as long as the page.
    }
}
