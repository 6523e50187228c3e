// The gradient with respect to the input as a product by tiles in shared memory.
#include "../../gemm/tiled_product.cuh"
#include "product.cuh"

CONV_GRAD_INPUT(convGradInput, GradInputProduct, tiledProduct)
CONV_GRAD_INPUT(joinPieces, GradInputProduct, joinPieces)
CONV_GRAD_INPUT(convGradInputBlocks, GradInputBlocksProduct, tiledProduct)
CONV_GRAD_INPUT(joinPiecesBlocks, GradInputBlocksProduct, joinPieces)
