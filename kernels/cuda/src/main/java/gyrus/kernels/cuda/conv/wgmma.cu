// A pass of a convolution that gathers pixels, by one of the levels on wgmma. CudaWgmmaConvolution.java says what this is compiled
// with:
//   OPERANDS             the header that says what A, B and C are
//   LEVEL, PRODUCT       the level's header and its template
//   FORMAT               what factors are rounded to
#include OPERANDS
#include LEVEL

#ifdef CONV_WGMMA_HALO
#define KERNELS(...) CONV_WGMMA_HALO(__VA_ARGS__)
#else
#define KERNELS(...) CONV_WGMMA(__VA_ARGS__)
#endif

KERNELS(PASS_KERNEL, PASS_OPERANDS, PASS_ROWS, PASS_COLUMNS, FORMAT, PRODUCT)
