// A pass of a convolution that gathers pixels, at one of the levels with wgmma. CudaWgmmaConvolution.java defines:
//   OPERANDS             the header that defines A, B and C
//   LEVEL, PRODUCT       the header of the level and its template
//   FORMAT               the format that factors are rounded to
#include OPERANDS
#include LEVEL

#ifdef CONV_WGMMA_HALO
#define KERNELS(...) CONV_WGMMA_HALO(__VA_ARGS__)
#else
#define KERNELS(...) CONV_WGMMA(__VA_ARGS__)
#endif

KERNELS(PASS_KERNEL, PASS_OPERANDS, PASS_ROWS, PASS_COLUMNS, FORMAT, PRODUCT)
