/**
 * The token that the service may want. It lasts as long as the tab: another tab, or a browser that is started anew,
 * asks again.
 */

const NAME = 'lockstep.token';
let token = stored();

export function authorization() {
    return token === null ? {} : { Authorization: `Bearer ${token}` };
}

export function hasToken() {
    return token !== null;
}

export function useToken(text) {
    token = text;
    try {
        sessionStorage.setItem(NAME, text);
    } catch {
        // Then it lasts as long as the page.
    }
}

export function forgetToken() {
    token = null;
    try {
        sessionStorage.removeItem(NAME);
    } catch {
        // There is nothing to forget.
    }
}

function stored() {
    try {
        return sessionStorage.getItem(NAME);
    } catch {
        return null;
    }
}
