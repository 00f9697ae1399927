// GRDB imports Foundation whole, and with it a static executable gets ICU's data: 31 MB of locales, calendars and
// collations, none of which Lockstep uses. They are one member of one archive, and `icudt76_dat` is all that this
// member defines; a linker that has the name from here leaves the member where it is. Another version of ICU asks for
// another name: then nothing changes but the size of the container's image, which is checked.
#include "CICUData.h"

const struct EmptyICUData icudt76_dat __attribute__((aligned(16))) = {
    .headerSize = 32,
    .magic = {0xda, 0x27},
    .infoSize = 20,
    .sizeOfUChar = 2,
    .dataFormat = {'C', 'm', 'n', 'D'},
    .formatVersion = {1},
};
