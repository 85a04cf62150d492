package io.vidette.detector.script;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The operators that a program of others may use. All of them only compute tensors, numbers and shapes: none reads or writes
 * a file, prints, starts a thread, or reads memory by address. Operators that end with an underscore change a tensor of the
 * program in place.
 */
final class AllowedOperators {
    private static final Set<String> ATEN = names(
            // Arithmetic
            "abs add add_ addmm atan atan2 baddbmm bmm ceil clamp clamp_ clamp_max clamp_min clip cos cumsum div div_ dot"
                    + " einsum erf exp expm1 floor floor_divide fmod linalg_vector_norm log log1p log2 matmul maximum minimum mm mul mul_ neg norm"
                    + " pow prod reciprocal remainder round rsqrt rsub sign sin sqrt square sub sub_ sum tan tanh tanh_",
            // Comparison
            "__and__ __is__ __isnot__ __not__ __or__ all any bitwise_and bitwise_not bitwise_or eq ge gt isfinite isnan le"
                    + " logical_and logical_not logical_or logical_xor lt ne where",
            // Statistics
            "amax amin argmax argmin argsort max mean min sort std topk var",
            // Activations
            "celu elu elu_ gelu glu hardsigmoid hardsigmoid_ hardswish hardswish_ hardtanh hardtanh_ leaky_relu leaky_relu_"
                    + " log_sigmoid log_softmax mish mish_ prelu relu relu6 relu_ selu sigmoid sigmoid_ silu silu_ softmax"
                    + " softplus",
            // Layers
            "_convolution adaptive_avg_pool2d adaptive_max_pool2d avg_pool2d batch_norm constant_pad_nd conv1d conv2d"
                    + " conv_transpose2d convolution dropout dropout_ embedding feature_dropout grid_sampler group_norm"
                    + " instance_norm layer_norm linear max_pool2d pad pixel_shuffle pixel_unshuffle reflection_pad2d"
                    + " replication_pad2d scaled_dot_product_attention upsample_bilinear2d upsample_nearest2d",
            // Shapes
            "_shape_as_tensor cat chunk concat contiguous dim expand expand_as flatten flip gather index index_put index_put_ index_select len"
                    + " masked_fill masked_fill_ masked_select meshgrid movedim narrow nonzero numel permute repeat"
                    + " repeat_interleave reshape reshape_as roll scatter scatter_ select shape size slice split"
                    + " split_with_sizes squeeze stack stride swapaxes swapdims t take_along_dim tile transpose tril triu unbind"
                    + " unflatten unfold unsqueeze unsqueeze_ view view_as",
            // New tensors, types and devices
            "Bool Float FloatImplicit Int IntImplicit ScalarImplicit alias arange bool clone copy_ detach device dtype empty"
                    + " empty_like eye fill_ float full full_like half int item layout linspace long new_full new_ones new_zeros"
                    + " ones ones_like scalar_tensor tensor to type_as zero_ zeros zeros_like",
            // Lists
            "__getitem__ append");

    private static final Set<String> PRIM = names("NumToTensor data device dtype layout max min shape");

    private static final Set<String> BUILTINS = names("annotate bool float getattr int len list max min tuple");

    private AllowedOperators() {}

    private static Set<String> names(String... lines) {
        Set<String> all = new HashSet<>();
        for (String line : lines) {
            all.addAll(Arrays.asList(line.split(" ", -1)));
        }
        return Set.copyOf(all);
    }

    /** Whether an operator of {@code torch}, or a method or attribute of a tensor, may be used. */
    static boolean allowsTensorOperator(String name) {
        return ATEN.contains(name);
    }

    /** Whether a path such as {@code ops.prim.NumToTensor} is that of an operator that may be used. */
    static boolean allows(String path) {
        for (String start : List.of("torch.", "ops.aten.")) {
            if (path.startsWith(start)) {
                return ATEN.contains(path.substring(start.length()));
            }
        }
        return path.startsWith("ops.prim.") && PRIM.contains(path.substring("ops.prim.".length()));
    }

    /** Whether a function without a namespace may be called. */
    static boolean allowsBuiltin(String name) {
        return BUILTINS.contains(name);
    }
}
