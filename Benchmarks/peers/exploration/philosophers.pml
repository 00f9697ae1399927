/* N seats at a round table, with a fork between each two: each takes its left fork, then its right one. */
bool held[N] = false;

active [N] proctype philosopher() {
    atomic { !held[_pid] -> held[_pid] = true };
    atomic { !held[(_pid + 1) % N] -> held[(_pid + 1) % N] = true };
    held[(_pid + 1) % N] = false;
    held[_pid] = false
}
