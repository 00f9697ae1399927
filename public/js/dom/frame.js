/**
 * The page's only use of animation frames: however often a task is asked for, it runs once in the next frame, so a
 * hundred pointer moves cost one drawing.
 */
const due = new Set();
let requested = false;

/** @param {() => void} task the same function object stands for the same task */
export function onNextFrame(task) {
    due.add(task);
    if (requested) return;
    requested = true;
    requestAnimationFrame(() => {
        requested = false;
        const tasks = [...due];
        due.clear();
        tasks.forEach((run) => run());
    });
}
