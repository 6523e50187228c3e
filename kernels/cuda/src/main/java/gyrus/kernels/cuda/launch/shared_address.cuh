// An address in shared memory as inline assembly takes it.
#pragma once

__device__ inline unsigned sharedAddress(const void *pointer) { return (unsigned)__cvta_generic_to_shared(pointer); }
