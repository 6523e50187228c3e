// The gradient with respect to the weights as a product by tiles in shared memory and registers.
#include "../../cuda/register_product.cuh"
#include "product.cuh"

CONV_GRAD_WEIGHT(convGradWeight, registerProduct)
CONV_GRAD_WEIGHT(joinPieces, joinPieces)
