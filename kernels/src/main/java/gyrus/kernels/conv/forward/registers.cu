// The forward pass as a product by tiles in shared memory and registers.
#include "../../cuda/register_product.cuh"
#include "product.cuh"

CONV_FORWARD(convForward, registerProduct)
CONV_FORWARD(joinPieces, joinPieces)
