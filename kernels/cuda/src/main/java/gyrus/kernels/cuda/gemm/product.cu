// An op that is a matrix product, at one level. The table ProductLevel.java says what this is compiled with:
//   OPERANDS             the header that says what A, B and C are, with a macro KERNELS_OF_WIDTH and REDUCE_KERNELS
//   LEVEL, PRODUCT       the level's header and its template
//   FORMAT               what factors are rounded to, where they are
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
