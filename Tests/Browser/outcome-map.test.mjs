import assert from 'node:assert/strict';
import test from 'node:test';

import { kindOfEnd, tellingTexts, tilesOf } from '../../public/js/model/outcome-map.js';

const area = ({ width, height }) => width * height;

/** Numbers that look random and are the same in every run of the test. */
function counts(seed, count) {
    let state = seed;
    return Array.from({ length: count }, () => {
        state = (state * 48_271) % 2_147_483_647;
        return 1 + Math.floor(10 ** ((state / 2_147_483_647) * 6));
    });
}

test('tiles fill the map and do not overlap, whatever their number and sizes', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
        const tiles = tilesOf(counts(seed, seed), 900, 200);
        assert.equal(tiles.length, seed);
        assert.ok(Math.abs(tiles.reduce((sum, tile) => sum + area(tile), 0) - 900 * 200) < 1e-3);
        for (const [position, one] of tiles.entries()) {
            assert.ok(one.x >= -1e-6 && one.y >= -1e-6 && one.x + one.width <= 900 + 1e-6 && one.y + one.height <= 200 + 1e-6);
            for (const other of tiles.slice(position + 1)) {
                const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
                const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
                assert.ok(across < 1e-6 || down < 1e-6, `seed ${seed}`);
            }
        }
    }
});

test('a tile is as large as its share, and the rarest can still be hit', () => {
    const [half, third, rest] = tilesOf([300, 200, 100], 600, 100);
    assert.ok(Math.abs(area(half) - 30_000) < 1e-6 && Math.abs(area(third) - 20_000) < 1e-6 && Math.abs(area(rest) - 10_000) < 1e-6);
    const [rare, usual] = tilesOf([1, 1_000_000], 600, 100);
    assert.ok(area(rare) / (area(rare) + area(usual)) > 0.014);
    assert.deepEqual(tilesOf([7], 600, 100), [{ x: 0, y: 0, width: 600, height: 100 }]);
    assert.deepEqual(tilesOf([], 600, 100), []);
    tilesOf([0, 0], 600, 100).forEach((tile) => assert.equal(area(tile), 30_000));
});

test('tiles are no slivers as long as their sizes are alike', () => {
    for (const { width, height } of tilesOf(Array(24).fill(10), 900, 200)) {
        assert.ok(Math.max(width / height, height / width) < 2.5);
    }
});

test('a tile says what tells its end from the others', () => {
    const ends = (...outcomes) => outcomes.map((outcome) => ({ outcome, error: null }));
    assert.deepEqual(tellingTexts(ends({ expected: 0, final: 1 }, { expected: 0, final: 2 }, null)), ['final = 1', 'final = 2', '']);
    assert.deepEqual(tellingTexts(ends({ expected: 0, final: 1 })), ['expected = 0 · final = 1']);
    assert.deepEqual(tellingTexts([...ends(3), { outcome: null, error: 'no file' }]), ['3', 'no file']);
});

test('a deadlock is told from another wrong end', () => {
    assert.equal(kindOfEnd({ status: 'deadlocked', correct: false }), 'deadlock');
    assert.equal(kindOfEnd({ status: 'failed', correct: false }), 'wrong');
    assert.equal(kindOfEnd({ status: 'completed', correct: true }), 'correct');
});
