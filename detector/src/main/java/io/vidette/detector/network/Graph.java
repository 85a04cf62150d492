package io.vidette.detector.network;

import java.util.List;

/**
 * A network as primitive operations in the order of their execution.
 *
 * @param input {@code [batch, channels, height, width]}, values 0..1
 * @param parameters every tensor that the operations name
 * @param decode the last operation, which makes boxes of the maps
 */
public record Graph(Value input, List<Operation> operations, List<ParameterSpec> parameters, Operation.Decode decode) {
    public Graph {
        operations = List.copyOf(operations);
        parameters = List.copyOf(parameters);
    }

    /** Numbers that training learns; 1,872,157 for YOLOv5n with 80 classes. */
    public long learnedNumbers() {
        return learnedNumbers("");
    }

    /** Those of them whose name begins so. */
    long learnedNumbers(String prefix) {
        return parameters.stream()
                .filter(parameter -> parameter.role() == ParameterSpec.Role.LEARNED)
                .filter(parameter -> parameter.name().startsWith(prefix))
                .mapToLong(ParameterSpec::elements)
                .sum();
    }

    /** Largest stride of any map: the sides of the input must be multiples of it. */
    public int stride() {
        return operations.stream()
                .mapToInt(operation -> operation.output().stride())
                .max()
                .orElseThrow();
    }
}
