/**
 * Builds a part of the page anew without losing the place of whoever works by keyboard: what had the focus is found
 * again by what it is for.
 *
 * @param {() => void} rebuild
 */
export function keepFocus(rebuild) {
    const key = keyOf(document.activeElement);
    rebuild();
    if (key !== null && document.activeElement === document.body) document.querySelector(key)?.focus({ preventScroll: true });
}

function keyOf(node) {
    if (!node || node === document.body) return null;
    if (node.id) return `#${CSS.escape(node.id)}`;
    if (node.dataset.role) return `[data-role="${CSS.escape(node.dataset.role)}"]`;
    const link = node.getAttribute('href');
    return link === null ? null : `[href="${CSS.escape(link)}"]`;
}
