// The gradient with respect to the input as a product by tiles in shared memory and registers.
#include "../../cuda/register_product.cuh"
#include "product.cuh"

CONV_GRAD_INPUT(convGradInput, registerProduct)
CONV_GRAD_INPUT(joinPieces, joinPieces)
