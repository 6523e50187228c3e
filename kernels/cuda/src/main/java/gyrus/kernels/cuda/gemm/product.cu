// An op that is a matrix product, at one level. The table ProductLevel.java defines:
//   OPERANDS             the header that defines A, B and C, with the macros KERNELS_OF_WIDTH and REDUCE_KERNELS
//   LEVEL, PRODUCT       the header of the level and its template
//   FORMAT               the format that factors are rounded to, if they are
//   WIDTH_A, ..B, ..C    the widths of tiles
#include OPERANDS
#include LEVEL

#ifdef FORMAT
#define MULTIPLY(width) PRODUCT<FORMAT, width>
#else
#define MULTIPLY(width) PRODUCT<width>
#endif
#ifndef BOUNDS
#define BOUNDS(width)
#endif
#define KERNELS(width) KERNELS_OF_WIDTH(width)

KERNELS(WIDTH_A)
#ifdef WIDTH_B
KERNELS(WIDTH_B)
#endif
#ifdef WIDTH_C
KERNELS(WIDTH_C)
#endif
REDUCE_KERNELS
