/* lifecycle-scene.h: orders in every situation, and what must hold of every answer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "domain/stanok-lifecycle.h"

#define SCENE_NOW_MS 5000
#define SCENE_ORDERED 25     /* 24..26 are within the tolerance */
#define SCENE_GOOD 10
#define SCENE_SCRAP 1
#define SCENE_RUN_SINCE_MS 1000
#define SCENE_ELAPSED_MS 700

/* The letters are those of lifecycle-table.c. */
extern const char * const scene_labels[];
extern const guint n_scene_labels;

typedef enum {
  SCENE_OPEN,
  SCENE_HELD,
  SCENE_CANCELLED,
} SceneFlag;

#define N_SCENE_FLAGS (SCENE_CANCELLED + 1)

typedef enum {
  SCENE_NO_LEASE,
  SCENE_LEASED_HERE,
  SCENE_LEASE_EXPIRED,
  SCENE_LEASED_ELSEWHERE,
} SceneLease;

#define N_SCENE_LEASES (SCENE_LEASED_ELSEWHERE + 1)

StanokOrder   *scene_order   (const char *label, SceneFlag flag, SceneLease lease);
char          *scene_label   (const StanokOrder *order);
StanokCommand *scene_command (StanokCommandType type);
StanokContext  scene_context (void);

/* Fails the test if an invariant of stanok-lifecycle.h does not hold. */
void scene_check (const StanokOrder   *before,
                  const StanokCommand *command,
                  const StanokContext *context,
                  const StanokResult  *result);
