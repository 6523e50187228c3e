// Returns an address in shared memory for inline assembly.
#pragma once

__device__ inline unsigned sharedAddress(const void *pointer) { return (unsigned)__cvta_generic_to_shared(pointer); }
