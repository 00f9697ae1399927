/* N threads, each of which is K times in a section of one lock. */
bool held = false;

active [N] proctype worker() {
    byte left = K;
    do
    :: left > 0 -> atomic { !held -> held = true }; held = false; left--
    :: else -> break
    od
}
