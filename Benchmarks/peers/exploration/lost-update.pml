/* N threads, each of which reads a variable and then writes one more. */
int count = 0;

active [N] proctype adder() {
    int seen;
    seen = count;
    count = seen + 1
}
