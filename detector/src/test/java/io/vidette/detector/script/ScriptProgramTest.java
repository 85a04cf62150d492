package io.vidette.detector.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vidette.detector.Fuzz;
import io.vidette.detector.archive.MalformedArchiveException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptProgramTest {
    /** In the form of torch.jit.trace: nested modules, a field that has the name of an operator, a list, a constant. */
    private static final String MODEL = """
            class Model(Module):
              __parameters__ = []
              __buffers__ = ["anchors", ]
              anchors : Tensor
              training : bool
              save : __torch__.layers.Conv
              __annotations__["0"] = __torch__.layers.Conv
              def forward(self: __torch__.Model,
                x: Tensor) -> Tensor:
                _0 = getattr(self, "0")
                save = self.save
                anchors = self.anchors
                _1 = (_0).forward(x, )
                _2 = torch.size(_1, 2)
                _3 = int(ops.prim.NumToTensor(_2))
                a, b, = torch.split_with_sizes((save).forward(_1, ), [1, _3 - 1], 1)
                _4 = annotate(List[Tensor], [a, torch.mul(b, CONSTANTS.c0), anchors])
                c = torch.arange(0, _3, dtype=6, device=torch.device("cpu"), pin_memory=False)
                return torch.cat(_4, 1) if True else c
            """;

    private static final String LAYERS = """
            class Conv(Module):
              weight : Tensor
              def forward(self: __torch__.layers.Conv, x: Tensor) -> Tensor:
                return torch.silu_(torch._convolution(x, self.weight, None, [1, 1], [0, 0], False, 1e-05, -1.))
            """;

    private static void check(String model, String layers) {
        ScriptProgram.check(Map.of("__torch__.py", model, "__torch__/layers.py", layers));
    }

    private static void checkStatement(String statement) {
        check(MODEL.replace("    _2 = torch.size(_1, 2)\n", "    _2 = torch.size(_1, 2)\n" + statement), LAYERS);
    }

    @Test
    void acceptsATracedProgram() {
        assertThatCode(() -> check(MODEL, LAYERS)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    torch.save(x, \"f\")\n",
                "    s = torch.save\n",
                "    x.save(\"f\")\n",
                "    s = x.save\n",
                "    anchors.save(\"f\")\n",
                "    self.anchors.save(\"f\")\n",
                "    _0.weight.save(\"f\")\n",
                "    (x).save(\"f\")\n",
                "    (self.save, x)[1].save(\"f\")\n",
                "    [x][0].save(\"f\")\n",
                "    (x if True else x).save(\"f\")\n",
                "    (x + x).save(\"f\")\n",
                "    torch.add(x, x).save(\"f\")\n",
                "    _0.forward(x).save(\"f\")\n",
                "    save = x\n    save.save(\"f\")\n",
                "    s = getattr(x, \"save\")\n",
                "    getattr(torch, \"save\")(x, \"f\")\n",
                "    ops.aten.save(x, \"f\")\n",
                "    torch.ops.aten.save(x, \"f\")\n",
                "    y = torch.mul(x, torch.save(x, \"f\"))\n",
                "    y = [torch.save(x, \"f\")]\n",
                "    y = {\"a\": torch.save(x, \"f\")}\n",
                "    y = x[torch.save(x, \"f\")]\n",
                "    y = torch.mul(x, other=torch.save(x, \"f\"))\n",
                "    y = annotate(Tensor, torch.save(x, \"f\"))\n",
                "    t = torch.from_file(\"victim\", True, 16, dtype=0)\n",
                "    torch.set_(x, x)\n",
                "    t = torch\n    t.save(x, \"f\")\n",
                "    o = ops.aten\n    o.save(x, \"f\")\n",
                "    print(x)\n",
                "    f = fork(self.forward, x)\n",
                "    y = __torch__.torch.classes.quantized.Conv2dPackedParamsBase()\n",
                "    y = ops.quantized.conv2d(x)\n",
            })
    void refusesOtherOperatorsByName(String statement) {
        assertThatThrownBy(() -> checkStatement(statement))
                .isInstanceOf(MalformedArchiveException.class)
                .hasMessageContaining("not on the list")
                .hasMessageContaining("line ")
                .hasMessageContaining("it may be an attack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "    while True:\n      x = x\n",
                "    for i in range(9):\n      x = x\n",
                "    x()\n",
                "    self(x)\n",
                "    y = [torch.save(z, \"f\") for z in [x]]\n",
                "    y = lambda z: z\n",
                "    getattr(x, \"\\x73ave\")(\"f\")\n",
                "    y = f\"{x}\"\n",
                "    self.anchors = x\n",
                "    x[0] = x\n",
                "    y = x; torch.save(x, \"f\")\n",
                "    # type: (Tensor) -> Tensor\n",
                "    y = 1.save\n",
                "    y = \"\"\"a\"\"\"\n",
                "    y = \"a\" \"b\"\n",
                "    y = x \\\n",
                "    y = (x\n",
                "    y = x)\n",
                "\ty = x\n",
                "    with x:\n",
                "    y = \n",
                "    import os\n",
                "    def f(): pass\n",
            })
    void refusesOtherStatements(String statement) {
        assertThatThrownBy(() -> checkStatement(statement)).isInstanceOf(MalformedArchiveException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(x: Tensor) -> Tensor:\n  return x\n",
                "class A(NamedTuple):\n  x : Tensor\n",
                "class A(Enum):\n  x : Tensor\n",
                "class A(Interface):\n  x : Tensor\n",
                "class A(Module):\n  x : __torch__.torch.classes.quantized.LinearPackedParamsBase\n",
                "class A(Module):\n  x : Tensor = torch.save(1)\n",
                "class A(Module):\n  __parameters__ = torch.save(1)\n",
                "class A(Module):\n  def f(self: __torch__.A, x: Tensor=torch.save(1)) -> Tensor:\n    return x\n",
                "class A(Module):\n  def f(self: __torch__.A",
                "class A(Module):\n  def",
                "class A(Module):\n  x",
                "class A(Module):\n  __annotations__[\"0\"]",
                "class Conv(Module):\n  x : Tensor\nclass Conv(Module):\n  x : Tensor\n",
                "torch.save(1)\n",
            })
    void refusesOtherDeclarations(String source) {
        assertThatThrownBy(() -> check(MODEL, LAYERS + source)).isInstanceOf(MalformedArchiveException.class);
    }

    @Test
    void refusesDeepNestingWithoutAnOverflow() {
        for (String nested : new String[] {"(".repeat(100_000), "[".repeat(100_000), "-".repeat(100_000)}) {
            assertThatThrownBy(() -> checkStatement("    y = " + nested + "\n"))
                    .isInstanceOf(MalformedArchiveException.class)
                    .hasMessageContaining("nested deeper");
        }
    }

    @Test
    void asksForAnExportWithoutTorchvisionNms() {
        assertThatThrownBy(() -> checkStatement("    y = ops.torchvision.nms(x, x, 0.5)\n"))
                .hasMessageContaining("export it again with nms=False");
    }

    @Test
    void checksOrRefusesDamagedSourcesInOneLine() {
        byte[] whole = MODEL.getBytes(StandardCharsets.UTF_8);
        Fuzz.each(random -> {
            String damaged = new String(Fuzz.damaged(whole, random), StandardCharsets.UTF_8);
            try {
                check(damaged, LAYERS);
            } catch (MalformedArchiveException e) {
                assertThat(String.valueOf(e.getMessage())).doesNotContain("\n").hasSizeLessThan(500);
            }
        });
    }
}
