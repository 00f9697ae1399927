#pragma once

#include <stdint.h>

/// Data of ICU without any item: a header, and the number of items.
struct EmptyICUData {
    uint16_t headerSize;
    uint8_t magic[2];
    uint16_t infoSize;
    uint16_t reservedWord;
    uint8_t isBigEndian;
    uint8_t charsetFamily;
    uint8_t sizeOfUChar;
    uint8_t reservedByte;
    uint8_t dataFormat[4];
    uint8_t formatVersion[4];
    uint8_t dataVersion[4];
    uint8_t padding[8];
    uint32_t itemCount;
    uint32_t reservedEnd;
};

/// What a statically linked ICU 76 takes for its data. Hidden, so that a shared one keeps its own.
extern const struct EmptyICUData icudt76_dat __attribute__((visibility("hidden")));
