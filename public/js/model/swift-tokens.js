/** Swift source cut into coloured pieces; a reader's aid and not a parser. */

const KEYWORDS = new Set(`actor any as associatedtype async await break case catch class continue default defer do else
enum extension false fileprivate for func guard if import in init inout internal is let mutating nil nonisolated
operator override package private protocol public repeat rethrows return self Self some static struct subscript super
switch throw throws true try typealias var where while`.split(/\s+/));

const PIECE = /(\/\/.*)|("(?:\\.|[^"\\])*"?)|(#?[A-Za-z_]\w*)|(\d[\d_]*(?:\.\d+)?)|(.)/gu;

/**
 * @param {string} line
 * @returns {{kind: 'comment'|'string'|'keyword'|'type'|'number'|'plain', text: string}[]}
 */
export function tokensOf(line) {
    const tokens = [];
    for (const [text, comment, string, word, number] of line.matchAll(PIECE)) {
        const kind = comment ? 'comment' : string ? 'string' : number ? 'number' : word ? kindOfWord(word) : 'plain';
        const last = tokens[tokens.length - 1];
        if (last?.kind === kind && kind === 'plain') last.text += text;
        else tokens.push({ kind, text });
    }
    return tokens;
}

function kindOfWord(word) {
    if (KEYWORDS.has(word)) return 'keyword';
    return /^[A-Z]/.test(word) ? 'type' : 'plain';
}
