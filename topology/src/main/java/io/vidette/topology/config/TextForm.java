package io.vidette.topology.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a setting's type, which is read by its {@code public static} method {@code parse(String)}, which throws
 * IllegalArgumentException, and written by {@code toString}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TextForm {
    /** Completes "must be …". */
    String value();
}
