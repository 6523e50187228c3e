// The gradient with respect to the weights as a product by tiles in shared memory.
#include "../../gemm/tiled_product.cuh"
#include "product.cuh"

CONV_GRAD_WEIGHT(convGradWeight, tiledProduct)
CONV_GRAD_WEIGHT(joinPieces, joinPieces)
