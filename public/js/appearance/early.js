// A plain script, run before the first paint, so that a page chosen to be dark does not flash white.
try {
    const theme = localStorage.getItem('lockstep.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
    // Without a memory the system's preference holds.
}
