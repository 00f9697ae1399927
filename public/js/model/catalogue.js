/**
 * The scenarios as the page lists them.
 *
 * @typedef {{en: string, zh: string}} Bilingual
 * @typedef {{name: string, title: Bilingual, summary: Bilingual, chapter: string, engines: string[]}} Scenario
 */

/** A text of the service in the page's language; one that has no translation stands as it is. */
export function inLanguage(text, language) {
    if (text === null || text === undefined) return '';
    return typeof text === 'string' ? text : (text[language] ?? text.en ?? '');
}

/**
 * @param {Scenario[]} scenarios
 * @returns {{chapter: string, scenarios: Scenario[]}[]} chapters in the order in which the service first names them
 */
export function byChapter(scenarios) {
    const chapters = new Map();
    for (const scenario of scenarios) {
        if (!chapters.has(scenario.chapter)) chapters.set(scenario.chapter, []);
        chapters.get(scenario.chapter).push(scenario);
    }
    return [...chapters].map(([chapter, members]) => ({ chapter, scenarios: members }));
}

/** Those whose name, title or summary, in either language, contain every word of the query. */
export function matching(scenarios, query) {
    const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
    return scenarios.filter((scenario) => {
        const { name, title, summary } = scenario;
        const text = [name, title?.en, title?.zh, summary?.en, summary?.zh].join(' ').toLowerCase();
        return words.every((word) => text.includes(word));
    });
}
