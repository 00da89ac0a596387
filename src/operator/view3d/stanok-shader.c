/* stanok-shader.c: the programs that the graphics processor runs
 *
 * Desktop GL 3.3 and GLES 3.0 differ in the first line only. Which one a context wants is asked of
 * the context: newer toolkits give GLES even where desktop GL exists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "view3d/stanok-shader.h"

#include "domain/stanok-error.h"

#define MAX_LOG_BYTES 512

static const char header_desktop[] = "#version 330 core\n";
static const char header_es[] = "#version 300 es\nprecision highp float;\nprecision highp int;\n";

static const char surface_vertex[] =
  "layout(location = 0) in vec3 a_position;\n"
  "layout(location = 1) in vec3 a_normal;\n"
  "uniform mat4 u_clip;\n"
  "uniform mat4 u_view;\n"
  "uniform vec3 u_centre;\n"
  "out vec3 v_normal;\n"
  "out vec3 v_eye;\n"
  "void main()\n"
  "{\n"
  "  vec4 p = vec4(a_position - u_centre, 1.0);\n"
  "  v_normal = mat3(u_view) * a_normal;\n"
  "  v_eye = -(u_view * p).xyz;\n"
  "  gl_Position = u_clip * p;\n"
  "}\n";

/* The lamp stands with the eye, above and a little to the right, so that turning a piece moves the
 * light over it. Half-Lambert keeps form in the shade; the sheen is broad, as on satin metal; the
 * rim lifts what turns away. More light than the material has goes towards white, so that gold does
 * not turn green. */
static const char surface_fragment[] =
  "in vec3 v_normal;\n"
  "in vec3 v_eye;\n"
  "uniform vec3 u_colour;\n"
  "out vec4 o_colour;\n"
  "const vec3 lamp = vec3(0.269, 0.807, 0.525);\n"
  "void main()\n"
  "{\n"
  "  vec3 e = normalize(v_eye);\n"
  "  vec3 n = normalize(v_normal);\n"
  "  float facing = gl_FrontFacing ? 1.0 : -1.0;\n"
  "  n *= facing;\n"
  "  float half_lambert = 0.5 + 0.5 * dot(n, lamp);\n"
  "  float body = mix(0.26, 0.97, half_lambert * half_lambert);\n"
  "  float sheen = max(dot(n, normalize(lamp + e)), 0.0);\n"
  "  sheen *= sheen; sheen *= sheen; sheen *= sheen; sheen *= sheen;\n"
  "  float turned = 1.0 - max(dot(n, e), 0.0);\n"
  "  float rim = turned * turned * turned * (0.10 + 0.25 * max(n.y, 0.0));\n"
  "  float light = body + rim;\n"
  "  vec3 c = u_colour * min(light, 1.0);\n"
  "  c += mix(u_colour, vec3(1.0), 0.5) * (max(light - 1.0, 0.0) + sheen * 0.12);\n"
  "  c *= gl_FrontFacing ? 1.0 : 0.55;\n"
  "  o_colour = vec4(min(c, 1.0), 1.0);\n"
  "}\n";

static const char outline_vertex[] =
  "layout(location = 0) in vec3 a_position;\n"
  "layout(location = 1) in vec3 a_normal;\n"
  "uniform mat4 u_clip;\n"
  "uniform vec3 u_centre;\n"
  "uniform vec2 u_viewport_px;\n"
  "uniform float u_width_px;\n"
  "void main()\n"
  "{\n"
  "  vec4 p = u_clip * vec4(a_position - u_centre, 1.0);\n"
  "  vec4 q = u_clip * vec4(a_normal, 0.0);\n"
  "  vec2 out_px = (q.xy * p.w - p.xy * q.w) * u_viewport_px;\n"
  "  p.xy += out_px / max(length(out_px), 1e-20) * 2.0 * u_width_px / u_viewport_px * p.w;\n"
  "  gl_Position = p;\n"
  "}\n";

static const char outline_fragment[] =
  "uniform vec3 u_colour;\n"
  "out vec4 o_colour;\n"
  "void main()\n"
  "{\n"
  "  o_colour = vec4(u_colour, 1.0);\n"
  "}\n";

/* Four vertices an edge, in the order of gl_VertexID: both sides of this end, both sides of the
 * other. Half a pixel
 * more on each side makes room for the soft border. */
static const char edge_vertex[] =
  "layout(location = 0) in vec3 a_position;\n"
  "layout(location = 2) in vec3 a_other_end;\n"
  "uniform mat4 u_clip;\n"
  "uniform vec3 u_centre;\n"
  "uniform vec2 u_viewport_px;\n"
  "uniform float u_width_px;\n"
  "out float v_across_px;\n"
  "void main()\n"
  "{\n"
  "  bool is_far = (gl_VertexID & 2) != 0;\n"
  "  float side = (gl_VertexID & 1) != 0 ? 1.0 : -1.0;\n"
  "  vec4 a = u_clip * vec4(a_position - u_centre, 1.0);\n"
  "  vec4 b = u_clip * vec4(a_other_end - u_centre, 1.0);\n"
  "  vec2 along = (b.xy / b.w - a.xy / a.w) * u_viewport_px;\n"
  "  float reach = 0.5 * u_width_px + 0.5;\n"
  "  along = length(along) > 1e-6 ? normalize(along) : vec2(1.0, 0.0);\n"
  "  vec4 p = is_far ? b : a;\n"
  "  vec2 off = vec2(-along.y, along.x) * side * reach;\n"
  "  off += along * (is_far ? 0.5 : -0.5) * u_width_px;\n"
  "  p.xy += off * 2.0 / u_viewport_px * p.w;\n"
  "  v_across_px = side * reach;\n"
  "  gl_Position = p;\n"
  "}\n";

static const char edge_fragment[] =
  "in float v_across_px;\n"
  "uniform vec3 u_colour;\n"
  "uniform float u_width_px;\n"
  "out vec4 o_colour;\n"
  "void main()\n"
  "{\n"
  "  float cover = clamp(0.5 * u_width_px + 0.5 - abs(v_across_px), 0.0, 1.0);\n"
  "  o_colour = vec4(u_colour, 1.0) * cover;\n"
  "}\n";

static const struct {
  const char *name;
  const char *vertex;
  const char *fragment;
} sources[STANOK_N_PROGRAMS] = {
  [STANOK_PROGRAM_SURFACE] = { "surface", surface_vertex, surface_fragment },
  [STANOK_PROGRAM_OUTLINE] = { "outline", outline_vertex, outline_fragment },
  [STANOK_PROGRAM_EDGE]    = { "edge", edge_vertex, edge_fragment },
};

static GLuint
compile (GLenum      type,
         const char *source)
{
  const char *parts[2] = { epoxy_is_desktop_gl () ? header_desktop : header_es, source };
  GLuint shader = glCreateShader (type);

  glShaderSource (shader, G_N_ELEMENTS (parts), parts, NULL);
  glCompileShader (shader);
  return shader;
}

/* The first that has something to say: a stage that did not compile, or the linker. */
static void
get_log (GLuint program,
         GLuint vertex,
         GLuint fragment,
         char   log[MAX_LOG_BYTES])
{
  glGetShaderInfoLog (vertex, MAX_LOG_BYTES, NULL, log);
  if (log[0] == '\0')
    glGetShaderInfoLog (fragment, MAX_LOG_BYTES, NULL, log);
  if (log[0] == '\0')
    glGetProgramInfoLog (program, MAX_LOG_BYTES, NULL, log);
}

gboolean
stanok_program_link (StanokProgram     *out,
                     StanokProgramKind  kind,
                     GError           **error)
{
  GLuint vertex = compile (GL_VERTEX_SHADER, sources[kind].vertex);
  GLuint fragment = compile (GL_FRAGMENT_SHADER, sources[kind].fragment);
  char log[MAX_LOG_BYTES] = "";
  GLint is_ok = GL_FALSE;

  *out = (StanokProgram) { .id = glCreateProgram () };
  glAttachShader (out->id, vertex);
  glAttachShader (out->id, fragment);
  glLinkProgram (out->id);      /* fails too if a stage did not compile */
  glGetProgramiv (out->id, GL_LINK_STATUS, &is_ok);
  if (!is_ok)
    get_log (out->id, vertex, fragment, log);
  glDeleteShader (vertex);      /* the program keeps what it needs */
  glDeleteShader (fragment);
  if (!is_ok)
    {
      stanok_program_clear (out);
      g_set_error (error, STANOK_ERROR, STANOK_ERROR_REFUSED,
                   "graphics driver does not take the %s program: %s", sources[kind].name, log);
      return FALSE;
    }

  out->clip = glGetUniformLocation (out->id, "u_clip");
  out->view = glGetUniformLocation (out->id, "u_view");
  out->centre = glGetUniformLocation (out->id, "u_centre");
  out->colour = glGetUniformLocation (out->id, "u_colour");
  out->viewport_px = glGetUniformLocation (out->id, "u_viewport_px");
  out->width_px = glGetUniformLocation (out->id, "u_width_px");
  return TRUE;
}

void
stanok_program_clear (StanokProgram *self)
{
  if (self->id != 0)
    glDeleteProgram (self->id);
  *self = (StanokProgram) { 0 };
}
