// The forward pass as a product by tiles in shared memory.
#include "../../gemm/tiled_product.cuh"
#include "product.cuh"

CONV_FORWARD(convForward, tiledProduct)
CONV_FORWARD(joinPieces, joinPieces)
