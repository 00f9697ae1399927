/**
 * The first position in `0..<count` at which `isAfter` is true, given that it is false up to somewhere and true
 * from there on; `count` when it is never true.
 *
 * @param {number} count
 * @param {(position: number) => boolean} isAfter
 */
export function firstWhere(count, isAfter) {
    let low = 0;
    let high = count;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (isAfter(middle)) high = middle;
        else low = middle + 1;
    }
    return low;
}

/** The position of the last of the ascending `numbers` that is at most `limit`, or -1. */
export function lastAtMost(numbers, limit) {
    return firstWhere(numbers.length, (position) => numbers[position] > limit) - 1;
}
