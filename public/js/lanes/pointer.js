/** Pointer and wheel on the lanes: drag to pan, pinch or wheel to zoom, click to choose. */

const CLICK = 4;

/**
 * @param {HTMLElement} surface
 * @param {{zoom: (factor: number, x: number) => void, pan: (pixels: number) => void,
 *   click: (x: number, y: number) => void, hover: (x: number, y: number) => void, leave: () => void}} act
 */
export function followPointer(surface, act) {
    const fingers = new Map();
    let moved = 0;
    const place = (event) => {
        const box = surface.getBoundingClientRect();
        return { x: event.clientX - box.left, y: event.clientY - box.top };
    };

    surface.addEventListener('pointerdown', (event) => {
        if (event.button !== 0) return;
        fingers.set(event.pointerId, place(event));
        surface.setPointerCapture(event.pointerId);
        if (fingers.size === 1) moved = 0;
    });
    surface.addEventListener('pointermove', (event) => {
        const now = place(event);
        const before = fingers.get(event.pointerId);
        if (!before) {
            act.hover(now.x, now.y);
            return;
        }
        moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
        if (fingers.size === 2) {
            const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
            const apart = Math.abs(before.x - other.x);
            if (apart > 10 && Math.abs(now.x - other.x) > 10) act.zoom(apart / Math.abs(now.x - other.x), (now.x + other.x) / 2);
        } else if (moved > CLICK) {
            act.leave();
            act.pan(before.x - now.x);
        }
        fingers.set(event.pointerId, now);
    });
    const lift = (event) => {
        const wasDown = fingers.delete(event.pointerId);
        if (wasDown && event.type === 'pointerup' && fingers.size === 0 && moved <= CLICK) {
            const { x, y } = place(event);
            act.click(x, y);
        }
    };
    surface.addEventListener('pointerup', lift);
    surface.addEventListener('pointercancel', lift);
    surface.addEventListener('pointerleave', act.leave);
    // The plain wheel is left to scrolling; with Ctrl, Command or Alt it zooms (as a pinch on a touchpad does), and
    // sideways or with Shift it pans.
    surface.addEventListener('wheel', (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) {
            event.preventDefault();
            act.zoom(Math.exp(Math.min(Math.max(event.deltaY, -60), 60) * 0.006), place(event).x);
        } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
            event.preventDefault();
            act.pan(event.deltaX || event.deltaY);
        }
    }, { passive: false });
}
